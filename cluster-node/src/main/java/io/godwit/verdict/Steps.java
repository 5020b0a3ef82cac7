package io.godwit.verdict;

import io.godwit.drill.Drill;
import io.godwit.drill.Step;
import io.godwit.drill.play.Played.StepTaken;
import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.link.NodeId;
import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.DrillReport.StepRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which steps were taken, and which of them were felt.
final class Steps {

    private final Evidence evidence;
    private final Map<String, String> failures = new TreeMap<>();

    Steps(Evidence evidence) {
        this.evidence = evidence;
        for (Entry entry : evidence.played().history()) {
            if (entry.event() instanceof FaultEvent.Failed(var step, var why)) {
                failures.putIfAbsent(step, why);
            }
        }
    }

    List<StepRow> rows() {
        return evidence.played().steps().stream().map(this::row).toList();
    }

    private StepRow row(StepTaken taken) {
        Drill drill = evidence.played().drill();
        return new StepRow(
                taken.id(),
                taken.verb(),
                taken.target(),
                trigger(drill, taken.id()),
                drill.expect().mustHappen().contains(taken.id()),
                effect(taken),
                taken.takenNs().map(evidence::drillNs),
                taken.endedNs().map(evidence::drillNs),
                taken.victims().stream().map(NodeId::value).toList(),
                taken.evidence(),
                Optional.ofNullable(failures.get(taken.id())));
    }

    private static String trigger(Drill drill, String id) {
        return drill.timeline().stream()
                .filter(step -> step.id().equals(id))
                .map(Step::trigger)
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    private static Effect effect(StepTaken taken) {
        if (taken.takenNs().isEmpty()) {
            return Effect.NEVER_TAKEN;
        }
        return taken.evidence().isPresent() ? Effect.FELT : Effect.NOT_FELT;
    }
}
