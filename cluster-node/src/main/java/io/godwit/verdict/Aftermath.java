package io.godwit.verdict;

import io.godwit.drill.Expectations.Eventually;
import io.godwit.link.NodeId;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.unit.Durations;
import io.godwit.verdict.DrillReport.InvariantRow;
import io.godwit.verdict.DrillReport.Kind;
import io.godwit.verdict.Verdict.Part;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether all was well again, some time after the faults ended. The registry says where VMs should run; that they do
/// is for their clients to say.
final class Aftermath {

    private final Evidence evidence;
    private final List<InvariantRow> invariants;
    private final Eventually asked;
    private final List<String> findings = new ArrayList<>();
    private int well;

    Aftermath(Evidence evidence, List<InvariantRow> invariants) {
        this.evidence = evidence;
        this.invariants = invariants;
        this.asked = evidence.played().drill().expect().eventually();
    }

    Part part() {
        var played = evidence.played();
        if (played.healedNs().isEmpty()) {
            return new Part(Standing.INCONCLUSIVE, "the faults were never ended, so nothing could recover");
        }
        if (asked.protectedRunning()) {
            played.last().ifPresentOrElse(this::running, () -> findings.add("the registry did not answer in the end"));
        }
        if (asked.noLeftovers()) {
            findings.addAll(Leftovers.of(evidence, invariants));
        }
        if (!asked.protectedRunning() && !asked.noLeftovers()) {
            return new Part(Standing.NOT_APPLICABLE, "nothing was asked of the time after the faults");
        }
        liveness();
        return findings.isEmpty() ? new Part(Standing.PASSED, allWell()) : new Part(Standing.MISSED, sentence());
    }

    private String allWell() {
        var running =
                switch (well) {
                    case 0 -> "no VM is protected";
                    case 1 -> "the one protected VM runs";
                    default -> "all " + well + " protected VMs run";
                };
        var parts = new ArrayList<String>();
        if (asked.protectedRunning()) {
            parts.add(running);
        }
        if (asked.noLeftovers()) {
            parts.add("nothing is left over");
        }
        return String.join(", and ", parts);
    }

    /// What must come true in the end, and did not.
    private void liveness() {
        invariants.stream()
                .filter(it -> it.kind() == Kind.LIVENESS && it.standing() == Standing.VIOLATED)
                .filter(it -> !(asked.noLeftovers() && Leftovers.isOfCopies(it)))
                .forEach(it -> findings.add(it.name() + ": " + it.violation().orElse("")));
    }

    private String sentence() {
        var more = findings.size() > 1 ? " (and " + (findings.size() - 1) + " more)" : "";
        return findings.getFirst() + more;
    }

    private void running(RegistryView view) {
        var nodes = new TreeMap<NodeId, NodeRecord>();
        view.nodes().forEach(node -> nodes.put(node.node(), node));
        var records = new TreeMap<String, VmRecord>();
        view.vms().forEach(vm -> records.put(vm.id().value(), vm));
        for (var spec : evidence.vms()) {
            if (spec.isProtected() && !evidence.isDestroyed(spec.id())) {
                objection(spec, Optional.ofNullable(records.get(spec.id().value())), nodes)
                        .ifPresentOrElse(findings::add, () -> well++);
            }
        }
    }

    private Optional<String> objection(VmSpec spec, Optional<VmRecord> record, Map<NodeId, NodeRecord> nodes) {
        if (record.isEmpty()) {
            return Optional.of(spec.id() + " is unknown to the registry");
        }
        if (record.get().desired() != Desired.RUNNING) {
            return Optional.empty();
        }
        var owner = record.get().owner();
        if (owner.isEmpty() || !owner.get().running()) {
            return Optional.of(spec.id() + " runs nowhere"
                    + evidence.refusal(spec.id()).map(why -> ": " + why).orElse(""));
        }
        boolean lost = evidence.nodeOf(owner.get().host())
                .map(nodes::get)
                .filter(node -> node.lost() || node.incarnation() != owner.get().incarnation())
                .isPresent();
        if (lost) {
            return Optional.of(spec.id() + " is held by " + owner.get().host() + ", which is lost");
        }
        return silence(spec);
    }

    private Optional<String> silence(VmSpec spec) {
        long healedNs = evidence.played().healedNs().orElseThrow();
        long limitNs = asked.within().toNanos();
        return evidence.ledger(spec.id()).flatMap(ledger -> {
            var firstNs = ledger.firstAcknowledgedNs(healedNs, 0);
            if (firstNs.isEmpty()) {
                return Optional.of(spec.id() + " acknowledged nothing after the faults had ended");
            }
            long tookNs = firstNs.getAsLong() - healedNs;
            return tookNs <= limitNs
                    ? Optional.empty()
                    : Optional.of(spec.id() + " acknowledged its first write " + Durations.roughlyNs(tookNs)
                            + " after the faults had ended, not within " + Durations.roughlyNs(limitNs));
        });
    }
}
