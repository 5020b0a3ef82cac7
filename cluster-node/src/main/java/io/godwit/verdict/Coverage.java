package io.godwit.verdict;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport.Clock;
import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.DrillReport.InvariantRow;
import io.godwit.verdict.DrillReport.NotCovered;
import io.godwit.verdict.DrillReport.StepRow;
import io.godwit.vm.Protection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a drill says nothing about, for all that it passed.
///
/// @param steps what was done
/// @param checked what was checked
record Coverage(List<StepRow> steps, List<VmRow> vms, List<MigrationRow> migrations, List<InvariantRow> checked) {

    /// The verbs that break something.
    private static final List<String> FAULTS =
            List.of("crash", "degrade", "kill", "misbehave", "partition", "pause", "power-off");

    /// A phase that a migration was past it has entered, but for those that only some have.
    private static boolean hasEntered(MigrationRow it, Phase phase) {
        boolean isPast = it.reached().filter(last -> last.compareTo(phase) >= 0).isPresent();
        return switch (phase) {
            case POSTCOPY ->
                it.reached().equals(Optional.of(phase)) || it.pull().isPresent();
            case PRECOPY -> isPast && it.mode().movesMemory();
            case RESERVE, DISK, SWITCHOVER, COMMIT, RESUME, RELEASE -> isPast;
        };
    }

    NotCovered gaps(Clock clock, boolean realMembership) {
        return new NotCovered(
                FAULTS.stream().filter(verb -> !felt(verb)).toList(),
                Arrays.stream(Phase.values())
                        .filter(phase -> migrations.stream().noneMatch(it -> hasEntered(it, phase)))
                        .map(Words::of)
                        .toList(),
                vms.stream()
                        .filter(vm -> vm.protection() != Protection.NONE)
                        .map(VmRow::tier)
                        .distinct()
                        .sorted()
                        .filter(tier -> vms.stream().noneMatch(vm -> vm.tier() == tier && cameBack(vm)))
                        .toList(),
                checked.stream()
                        .filter(it -> it.checked() == 0)
                        .map(InvariantRow::name)
                        .toList(),
                notModelled(clock, realMembership));
    }

    private boolean felt(String verb) {
        return steps.stream().anyMatch(step -> step.verb().equals(verb) && step.effect() == Effect.FELT);
    }

    private static boolean cameBack(VmRow vm) {
        return vm.recoveries().stream().anyMatch(it -> it.epochAfter().isPresent());
    }

    private static List<String> notModelled(Clock clock, boolean realMembership) {
        var sentences = new ArrayList<String>();
        if (!realMembership) {
            sentences.add("Membership is modelled, not Pekko's own: what it says and when is calibrated, not run.");
        }
        if (clock == Clock.VIRTUAL) {
            sentences.add("All nodes have one clock: drift between them, which permits allow for, never shows.");
            sentences.add("Programs take no time of their own: garbage collection and a busy machine never delay.");
        } else {
            sentences.add("All processes share one machine: they compete for its processors, and fail with it.");
        }
        sentences.add("Arrays and their disks never fail, and lose no write that they have acknowledged.");
        sentences.add("Links are cut or slow, never lossy: no message between nodes is lost alone.");
        return sentences;
    }
}
