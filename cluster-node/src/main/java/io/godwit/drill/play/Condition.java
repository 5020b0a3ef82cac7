package io.godwit.drill.play;

import io.godwit.drill.Drill;
import io.godwit.guest.LedgerRecord;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.recovery.FleetView;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Whether the fleet is as it should be, and if not, what is wrong first. Read from the registry and from the clients
/// outside, never from a node's word for itself.
final class Condition {

    private final Drill drill;

    Condition(Drill drill) {
        this.drill = drill;
    }

    /// What keeps the VMs from being ordered; empty: nothing. A host that is not there yet would get none, and a fault
    /// that strikes it later would strike nothing.
    ///
    /// @param permits as in [#beforeFaults]
    Optional<String> beforeFounding(FleetView view, Map<NodeId, Long> permits) {
        var missing = new ArrayList<String>();
        for (var node : drill.fleet().topology().nodes()) {
            var here = view.node(node.id()).filter(record -> !record.lost());
            if (here.isEmpty()) {
                missing.add("node " + node.id().value() + " has not joined");
            } else if (!Long.valueOf(here.get().incarnation()).equals(permits.get(node.id()))) {
                missing.add("node " + node.id().value() + " holds no permit");
            }
        }
        return first(missing);
    }

    /// What keeps the baseline from being reached; empty: nothing.
    ///
    /// @param permits the incarnation of each node for which it has said that it holds a permit, and not that it ran
    /// out
    Optional<String> beforeFaults(FleetView view, Map<VmId, LedgerRecord> ledgers, Map<NodeId, Long> permits) {
        var missing = new ArrayList<String>();
        for (var node : drill.fleet().topology().nodes()) {
            if (view.node(node.id()).filter(record -> !record.lost()).isEmpty()) {
                missing.add("node " + node.id().value() + " has not joined");
            }
        }
        for (var vm : drill.fleet().vms()) {
            var idle = drill.steady().allRunning() ? idle(vm, view) : Optional.<String>empty();
            if (idle.isPresent()) {
                missing.add(idle.get());
            } else if (drill.steady().protectionInSync() && vm.isProtected() && !isPermitted(vm, view, permits)) {
                missing.add("the host of " + vm.id() + " holds no permit");
            } else if (known(ledgers, vm)
                    .filter(ledger -> ledger.acknowledged() == 0)
                    .isPresent()) {
                missing.add("the client of " + vm.id() + " has had no answer");
            }
        }
        return first(missing);
    }

    /// Why its guest does not run; one that still boots may run, and does nothing yet.
    private static Optional<String> idle(VmSpec vm, FleetView view) {
        var running = view.vm(vm.id()).filter(view::runs);
        if (running.isEmpty()) {
            return Optional.of(vm.id() + " does not run");
        }
        return running.flatMap(VmRecord::owner).filter(VmRecord.Owner::booting).map(_ -> vm.id() + " still boots");
    }

    /// Whether the VM runs on an incarnation that holds a permit.
    private boolean isPermitted(VmSpec vm, FleetView view, Map<NodeId, Long> permits) {
        return view.vm(vm.id())
                .flatMap(VmRecord::owner)
                .filter(owner -> drill.fleet()
                        .topology()
                        .host(owner.host())
                        .map(host -> permits.get(host.node()))
                        .filter(incarnation -> incarnation == owner.incarnation())
                        .isPresent())
                .isPresent();
    }

    /// What is not well again after the heal; empty: all is.
    ///
    /// @param alive nodes whose process is up
    /// @param sinceNs clients of protected VMs must have had an answer since then
    Optional<String> afterHeal(FleetView view, Predicate<NodeId> alive, Map<VmId, LedgerRecord> ledgers, long sinceNs) {
        var missing = new ArrayList<String>();
        for (var node : drill.fleet().topology().nodes()) {
            if (alive.test(node.id())
                    && view.node(node.id()).filter(record -> !record.lost()).isEmpty()) {
                missing.add("node " + node.id().value() + " has not come back");
            }
        }
        for (var remains : view.remains()) {
            missing.add(remains.place() + " has not dropped " + remains.what());
        }
        for (var vm : drill.fleet().vms()) {
            view.vm(vm.id()).flatMap(record -> unwell(record, view)).ifPresent(missing::add);
            var silent = known(ledgers, vm)
                    .filter(ledger -> ledger.firstAcknowledgedNs(sinceNs, 0).isEmpty());
            var wanted = view.vm(vm.id())
                    .filter(record -> record.desired() == Desired.RUNNING)
                    .isPresent();
            if (wanted && vm.isProtected() && silent.isPresent()) {
                missing.add("the client of " + vm.id() + " has had no answer since the heal");
            }
        }
        return first(missing);
    }

    private static Optional<String> unwell(VmRecord vm, FleetView view) {
        var id = vm.spec().id();
        if (vm.migration().isPresent()) {
            return Optional.of("migration " + vm.migration().get().id() + " has not ended");
        }
        var lacking = vm.debt().filter(debt -> !debt.lost());
        if (lacking.isPresent()) {
            return Optional.of(id + " still fetches pages from " + lacking.get().host());
        }
        var shouldRun = vm.spec().isProtected() && vm.desired() == Desired.RUNNING;
        return shouldRun && !view.runs(vm) ? Optional.of(id + " does not run") : Optional.empty();
    }

    private static Optional<LedgerRecord> known(Map<VmId, LedgerRecord> ledgers, VmSpec vm) {
        return Optional.ofNullable(ledgers.get(vm.id()));
    }

    /// VMs whose clients the drill keeps.
    static List<VmSpec> withLedger(Drill drill) {
        return drill.fleet().vms().stream()
                .filter(vm -> vm.workload().ledger().isPresent())
                .toList();
    }

    private static Optional<String> first(List<String> missing) {
        return switch (missing.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(missing.getFirst());
            default -> Optional.of(missing.getFirst() + ", and " + (missing.size() - 1) + " more such");
        };
    }
}
