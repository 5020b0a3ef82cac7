package io.godwit.verdict;

import io.godwit.device.Disk.Held;
import io.godwit.drill.Action;
import io.godwit.drill.Step;
import io.godwit.drill.Topology;
import io.godwit.drill.play.Played;
import io.godwit.guest.LedgerRecord;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// A played drill, with what the parts of a report ask of it.
final class Evidence {

    /// A fault that was taken.
    ///
    /// @param atNs on the console's clock
    record Strike(String step, Action action, long atNs, Optional<Long> endedNs, List<NodeId> victims) {

        boolean hits(NodeId node) {
            return victims.contains(node);
        }

        /// What ran on its victims can't go on.
        boolean isDeadly() {
            return switch (action) {
                case Action.Kill _, Action.CrashGuest _, Action.PowerOff _ -> true;
                case Action.Crash(var _, var how, var _) -> how == Action.Blow.KILL;
                case Action.Misbehave(var _, var conduct, var _) ->
                    conduct.how().isFailure();
                case Action.Pause _,
                        Action.Partition _,
                        Action.Degrade _,
                        Action.Migrate _,
                        Action.Drain _,
                        Action.Order _,
                        Action.Restore _ -> false;
            };
        }
    }

    private final Played played;
    private final Residence residence;
    private final List<Strike> strikes;
    private final Set<VmId> destroyed;

    Evidence(Played played) {
        this.played = played;
        this.residence = new Residence(played);
        this.strikes = faults(played);
        this.destroyed = destroyed(played);
    }

    Played played() {
        return played;
    }

    Residence residence() {
        return residence;
    }

    /// In order of time.
    List<Strike> strikes() {
        return strikes;
    }

    List<VmSpec> vms() {
        return played.drill().fleet().vms();
    }

    Topology topology() {
        return played.drill().fleet().topology();
    }

    Optional<LedgerRecord> ledger(VmId vm) {
        return Optional.ofNullable(played.ledgers().get(vm));
    }

    /// The gap between acknowledgements that ends with the first one of an epoch.
    Optional<Long> outageNs(VmId vm, long epoch) {
        return ledger(vm).flatMap(ledger -> {
            var firstNs = Optional.ofNullable(ledger.epochStartsNs().get(epoch));
            return firstNs.map(atNs -> ledger.longestGap(atNs, atNs).lengthNs());
        });
    }

    Optional<NodeId> nodeOf(HostId host) {
        return topology().host(host).map(Topology.Host::node);
    }

    /// Why the VM was last given to no host; empty if that never was.
    Optional<String> refusal(VmId vm) {
        return played.history().stream()
                .filter(entry -> entry.event() instanceof FleetEvent.PlacementRefused refused
                        && refused.vm().equals(vm))
                .map(entry -> ((FleetEvent.PlacementRefused) entry.event()).why())
                .reduce((_, later) -> later);
    }

    /// Drill time zero on the console's clock; the start of the run if the baseline was never reached.
    long zeroNs() {
        return played.baseline() instanceof Played.Baseline.Reached(var atNs) ? atNs : 0;
    }

    long drillNs(long consoleNs) {
        return consoleNs - zeroNs();
    }

    /// Until when clients wrote: the last acknowledgement of any, and the heal at least. After that a silence says
    /// nothing.
    long serviceEndNs() {
        long lastNs = played.ledgers().values().stream()
                .flatMapToLong(ledger -> ledger.lastAcknowledgedNs().stream())
                .max()
                .orElse(played.endedNs());
        return Math.max(lastNs, played.healedNs().orElse(played.endedNs()));
    }

    private static Set<VmId> destroyed(Played played) {
        Set<VmId> destroyed = new TreeSet<>();
        for (Entry entry : played.history()) {
            if (entry.event() instanceof RegistryEvent.Decided(var _, var _, RegistryEvent.VmDestroyed(var vm))) {
                destroyed.add(vm);
            }
        }
        return destroyed;
    }

    /// Whether somebody had the VM destroyed, so that its disk holds nothing, on purpose.
    boolean isDestroyed(VmId vm) {
        return destroyed.contains(vm);
    }

    /// Until when a client's silence says something: for one whose VM was destroyed, its last acknowledgement.
    long serviceEndNs(VmId vm) {
        return isDestroyed(vm)
                ? ledger(vm)
                        .map(LedgerRecord::lastAcknowledgedNs)
                        .orElse(OptionalLong.empty())
                        .orElse(zeroNs())
                : serviceEndNs();
    }

    /// What the disk does not hold of what was acknowledged; empty if it could not be read, nobody wrote, or the VM was
    /// destroyed.
    Optional<LedgerRecord.Loss> loss(VmId vm) {
        var audit = Optional.ofNullable(played.audits().get(vm)).filter(_ -> !isDestroyed(vm));
        return ledger(vm).flatMap(ledger -> audit.map(held -> ledger.loss(of(vm, held), undoings(vm))));
    }

    /// What a person had undone: writes since the snapshot was ordered, up to the epoch that ended with it.
    private List<LedgerRecord.Undoing> undoings(VmId vm) {
        return played.history().stream()
                .map(Entry::event)
                .filter(RegistryEvent.Decided.class::isInstance)
                .map(event -> ((RegistryEvent.Decided) event).decision())
                .filter(RegistryEvent.VmRestored.class::isInstance)
                .map(RegistryEvent.VmRestored.class::cast)
                .filter(restored -> restored.vm().equals(vm))
                .distinct()
                .map(restored -> new LedgerRecord.Undoing(snapshotOrderedNs(restored.snapshot()), restored.epoch()))
                .toList();
    }

    private long snapshotOrderedNs(String snapshot) {
        return played.steps().stream()
                .filter(taken -> played.drill().timeline().stream()
                        .anyMatch(step -> step.id().equals(taken.id())
                                && step.action() instanceof Action.Order(var _, Action.Deed.Snapshot(var as, var _))
                                && as.equals(snapshot)))
                .flatMap(taken -> taken.takenNs().stream())
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static Held of(VmId vm, List<Held> held) {
        return held.stream()
                .filter(it -> held.size() == 1 || it.client().endsWith(vm.value()))
                .findFirst()
                .orElse(new Held("", 0, List.of()));
    }

    private static List<Strike> faults(Played played) {
        var strikes = new ArrayList<Strike>();
        for (var taken : played.steps()) {
            var fault = played.drill().timeline().stream()
                    .filter(step -> step.id().equals(taken.id()))
                    .map(Step::action)
                    .filter(Action::isFault)
                    .findFirst();
            if (fault.isPresent() && taken.takenNs().isPresent()) {
                strikes.add(new Strike(
                        taken.id(), fault.get(), taken.takenNs().get(), taken.endedNs(), List.copyOf(taken.victims())));
            }
        }
        strikes.sort(Comparator.comparingLong(Strike::atNs));
        return List.copyOf(strikes);
    }
}
