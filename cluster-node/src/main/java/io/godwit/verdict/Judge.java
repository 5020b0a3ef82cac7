package io.godwit.verdict;

import io.godwit.drill.InvariantName;
import io.godwit.drill.play.Played;
import io.godwit.history.ArrayEvent;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Forgery;
import io.godwit.history.LedgerEvent;
import io.godwit.history.PermitEvent;
import io.godwit.identity.VmId;
import io.godwit.invariant.Ending;
import io.godwit.invariant.Invariants;
import io.godwit.invariant.Premises;
import io.godwit.invariant.Tally;
import io.godwit.invariant.Violation;
import io.godwit.unit.Durations;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport.Baseline;
import io.godwit.verdict.DrillReport.Clock;
import io.godwit.verdict.DrillReport.Forged;
import io.godwit.verdict.DrillReport.InvariantRow;
import io.godwit.verdict.DrillReport.Kind;
import io.godwit.verdict.DrillReport.Membership;
import io.godwit.verdict.DrillReport.Refusals;
import io.godwit.verdict.DrillReport.Subject;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes a report of the evidence. RTO, RPO and outages come from the clients' ledgers alone; what the fleet says of
/// itself only explains them.
public final class Judge {

    private Judge() {}

    public static DrillReport judge(Played played, Circumstances circumstances) {
        var evidence = new Evidence(played);
        var vms = new VmRows(evidence).rows();
        var migrations = new Migrations(evidence).rows();
        var steps = new Steps(evidence).rows();
        var invariants = invariants(evidence, circumstances);
        var misbehaviours = new Misbehaviours(evidence);
        var objectives = new Objectives(vms, migrations, misbehaviours)
                .rows(played.drill().expect().objectives());
        var ruling = new Ruling(invariants, objectives, steps, new Aftermath(evidence, invariants).part());
        var coverage = new Coverage(steps, vms, migrations, invariants);
        return new DrillReport(
                DrillReport.FORM,
                subject(played, circumstances.clock()),
                ruling.verdict(played),
                baseline(played),
                played.healedNs().map(evidence::drillNs),
                evidence.drillNs(played.endedNs()),
                objectives,
                vms,
                migrations,
                new CopyRows(evidence).rows(),
                steps,
                invariants,
                refusals(played.history()),
                misbehaviours.rows(),
                Sizings.of(played),
                Leftovers.of(evidence, invariants),
                coverage.gaps(circumstances.clock(), played.realMembership()),
                circumstances.replay(),
                new Drawing(evidence).charts(),
                circumstances.machine());
    }

    private static Subject subject(Played played, Clock clock) {
        var drill = played.drill();
        return new Subject(
                drill.name(),
                drill.title(),
                new TreeMap<>(drill.cell()),
                clock,
                played.realMembership() ? Membership.REAL : Membership.MODELLED);
    }

    private static Baseline baseline(Played played) {
        return switch (played.baseline()) {
            case Played.Baseline.Reached(var atNs) ->
                new Baseline(true, "reached " + Durations.roughlyNs(atNs) + " after the start");
            case Played.Baseline.NeverReached(var why) -> new Baseline(false, why);
        };
    }

    private static List<InvariantRow> invariants(Evidence evidence, Circumstances circumstances) {
        var played = evidence.played();
        var ending =
                new Ending(played.last(), missing(evidence), played.healedNs(), played.healedIndex(), played.endedNs());
        var judged = circumstances
                .watched()
                .map(it -> ended(it, ending))
                .orElseGet(() -> Invariants.judged(
                        played.history(), Premises.of(played.drill(), circumstances.clock() == Clock.VIRTUAL), ending));
        var tallies = new EnumMap<InvariantName, Tally>(InvariantName.class);
        judged.tallies().forEach(tally -> tallies.put(tally.name(), tally));
        var asked = played.drill().expect().always();
        return tallies.values().stream()
                .map(tally -> new InvariantRow(
                        tally.name().number(),
                        Words.of(tally.name()),
                        tally.name().isSafety() ? Kind.SAFETY : Kind.LIVENESS,
                        !tally.name().isSafety() || asked.contains(tally.name()),
                        tally.checked(),
                        standing(tally),
                        tally.violation().map(Violation::sentence),
                        tally.violation().flatMap(Violation::atNs).map(evidence::drillNs)))
                .toList();
    }

    private static Invariants ended(Invariants watched, Ending ending) {
        watched.end(ending);
        return watched;
    }

    private static Standing standing(Tally tally) {
        if (tally.violation().isPresent()) {
            return Standing.VIOLATED;
        }
        return tally.checked() == 0 ? Standing.NOT_APPLICABLE : Standing.PASSED;
    }

    private static SortedMap<VmId, Long> missing(Evidence evidence) {
        var missing = new TreeMap<VmId, Long>();
        evidence.vms().forEach(vm -> evidence.loss(vm.id()).ifPresent(loss -> missing.put(vm.id(), loss.writes())));
        return missing;
    }

    private static Refusals refusals(List<Entry> history) {
        Map<Class<?>, Long> counts = new LinkedHashMap<>();
        history.forEach(entry -> counts.merge(entry.event().getClass(), 1L, Long::sum));
        return new Refusals(
                counts.getOrDefault(ArrayEvent.OpenRefused.class, 0L),
                counts.getOrDefault(ArrayEvent.WriteRefused.class, 0L),
                counts.getOrDefault(GuestEvent.FrameRefused.class, 0L),
                counts.getOrDefault(LedgerEvent.AnswerRefused.class, 0L),
                counts.getOrDefault(PermitEvent.Refused.class, 0L),
                counts.getOrDefault(GuestEvent.EffectWithheld.class, 0L),
                new Forged(
                        forged(history, Forgery.MAC), forged(history, Forgery.VLAN), forged(history, Forgery.REQUEST)));
    }

    private static long forged(List<Entry> history, Forgery what) {
        return history.stream()
                .filter(entry -> entry.event() instanceof GuestEvent.ForgeryRefused refused && refused.what() == what)
                .count();
    }
}
