package io.godwit.verdict;

import static io.godwit.invariant.Story.BOX_1;
import static io.godwit.invariant.Story.BOX_2;
import static io.godwit.invariant.Story.H2;
import static io.godwit.invariant.Story.N2;
import static io.godwit.invariant.Story.RUN;
import static io.godwit.invariant.Story.WEB_1;
import static io.godwit.invariant.Story.WEB_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.godwit.drill.Action;
import io.godwit.drill.Drill;
import io.godwit.drill.Objective;
import io.godwit.drill.Objective.Side;
import io.godwit.drill.Step;
import io.godwit.drill.Trigger;
import io.godwit.drill.VmChoice;
import io.godwit.drill.play.Played;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Forgery;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.Meter;
import io.godwit.identity.VmId;
import io.godwit.invariant.Story;
import io.godwit.verdict.MisbehaviourRow.Effect;
import io.godwit.verdict.MisbehaviourRow.Neighbour;
import io.godwit.vm.VmKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MisbehavioursTest {

    private final Story story = new Story();

    @Test
    void tellsWhoWasSlowedAndWhosePromiseWasBroken() {
        told(9_000, metered(WEB_1, false, 900, 0), metered(WEB_2, false, 900, 0), metered(RUN, false, 900, 0));
        told(9_000, new GuestEvent.Misbehaved(BOX_1, H2, 1, Misbehaviour.CPU));
        told(10_000, metered(WEB_1, true, 900, 0), metered(WEB_2, true, 500, 0), metered(RUN, true, 500, 200));
        told(11_000, new GuestEvent.Behaved(BOX_1, H2, 1, Misbehaviour.CPU, 0));
        told(11_000, metered(WEB_1, true, 900, 0), metered(WEB_2, true, 700, 0), metered(RUN, true, 900, 0));
        told(12_000, metered(WEB_2, false, 100, 0));

        MisbehaviourRow row = rows().getFirst();

        assertThat(row.kind()).contains(VmKind.CONTAINER);
        assertThat(row.untilNs() - row.fromNs()).isEqualTo(2_000_000_000L);
        assertThat(row.neighbours())
                .extracting(Neighbour::vm, Neighbour::effect)
                .containsExactly(tuple(RUN, Effect.BROKEN), tuple(WEB_1, Effect.NONE), tuple(WEB_2, Effect.SLOWED));
        assertThat(row.neighbours().get(2).before().orElseThrow().gotPermille()).isEqualTo(900);
        assertThat(row.neighbours().get(2).during().orElseThrow().gotPermille()).isEqualTo(600);
    }

    @Test
    void whatAGroupMustHaveMeanwhileIsReachedOrMissed() {
        told(9_000, metered(WEB_1, false, 100, 0), metered(WEB_2, false, 100, 0));
        told(9_000, new GuestEvent.Misbehaved(BOX_1, H2, 1, Misbehaviour.CPU));
        told(10_000, metered(WEB_1, true, 900, 0), metered(WEB_2, true, 500, 0));
        told(11_000, metered(WEB_1, true, 900, 0), metered(WEB_2, true, 700, 0));
        told(11_000, new GuestEvent.Behaved(BOX_1, H2, 1, Misbehaviour.CPU, 0));
        told(12_000, metered(WEB_1, true, 100, 0), metered(WEB_2, true, 100, 0));

        assertThat(row("web", cpu("runaway", Side.AT_LEAST, 600)))
                .satisfies(row -> assertThat(row.standing()).isEqualTo(Standing.PASSED))
                .satisfies(row ->
                        assertThat(row.sentence()).isEqualTo("web cpu while runaway is 60% of web-2, at least 60%"));
        assertThat(row("web", cpu("runaway", Side.AT_LEAST, 601)))
                .satisfies(row -> assertThat(row.standing()).isEqualTo(Standing.MISSED))
                .satisfies(row -> assertThat(row.sentence())
                        .isEqualTo("web cpu while runaway is 60% of web-2, not at least 60.1%"));
        assertThat(row("web", cpu("runaway", Side.AT_MOST, 900)).standing()).isEqualTo(Standing.PASSED);
        assertThat(row("web", cpu("runaway", Side.AT_MOST, 899)).worst())
                .contains(new ObjectiveRow.Worst(WEB_1, Optional.of(900L)));
        assertThat(row("run", cpu("runaway", Side.AT_MOST, 1000)))
                .as("no data")
                .satisfies(row -> assertThat(row.standing()).isEqualTo(Standing.MISSED));
        assertThat(row("web", cpu("kill", Side.AT_LEAST, 1)).standing()).isEqualTo(Standing.MISSED);
    }

    private ObjectiveRow row(String group, Objective.While asked) {
        var evidence = new Evidence(played());
        var objectives = new Objectives(new VmRows(evidence).rows(), List.of(), new Misbehaviours(evidence));
        return objectives.rows(Map.of(group, List.of(asked))).getFirst();
    }

    private static Objective.While cpu(String step, Side side, long permille) {
        return new Objective.While(step, Objective.Figure.CPU, side, permille);
    }

    @Test
    void aPanicOfAContainerTakesTheOthersAndACrashNobody() {
        told(9_000, metered(BOX_2, false, 900, 0), metered(WEB_2, false, 900, 0));
        told(9_000, new GuestEvent.Misbehaved(BOX_1, H2, 1, Misbehaviour.PANIC));
        told(9_000, new GuestEvent.Stopped(BOX_1, H2, 1, Why.KERNEL_PANIC));
        told(9_000, new GuestEvent.Stopped(BOX_2, H2, 1, Why.KERNEL_PANIC));
        told(10_000, metered(WEB_2, true, 900, 0));
        told(20_000, metered(WEB_2, false, 900, 0));
        told(20_000, new GuestEvent.Misbehaved(RUN, H2, 2, Misbehaviour.CRASH));
        told(20_000, new GuestEvent.Stopped(RUN, H2, 2, Why.CRASHED));
        told(21_000, metered(WEB_2, true, 900, 0));

        assertThat(rows())
                .extracting(MisbehaviourRow::ended, row -> names(row.reached()))
                .containsExactly(
                        tuple(Optional.of(Why.KERNEL_PANIC), List.of("box-2")),
                        tuple(Optional.of(Why.CRASHED), List.of()));
    }

    @Test
    void countsWhatWasRefusedAlsoWhatItsSwitchSaidLater() {
        told(9_000, new GuestEvent.Misbehaved(WEB_2, H2, 2, Misbehaviour.FORGE_VLAN));
        told(9_050, new GuestEvent.ForgeryRefused(WEB_2, H2, 2, Forgery.VLAN));
        told(9_060, new GuestEvent.ForgeryRefused(WEB_2, H2, 2, Forgery.MAC));
        told(9_100, new GuestEvent.Behaved(WEB_2, H2, 2, Misbehaviour.FORGE_VLAN, 2));
        told(9_100, new GuestEvent.ForgeryRefused(WEB_2, H2, 2, Forgery.VLAN));

        assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(row.tried()).contains(2L))
                .satisfies(row -> assertThat(row.refused()).isEqualTo(2));
    }

    private void told(long atMs, GuestEvent... events) {
        for (GuestEvent event : events) {
            story.told(atMs, N2, event);
        }
    }

    private List<MisbehaviourRow> rows() {
        return new Misbehaviours(new Evidence(played())).rows();
    }

    /// With a step `runaway` from 9 to 11 s.
    private Played played() {
        Played whole = Plays.whole();
        Drill drill = whole.drill();
        var runaway = new Action.Misbehave(
                new VmChoice.Any(), new Action.Conduct(Misbehaviour.CPU, Optional.empty()), Optional.empty());
        var taken = new Played.StepTaken(
                "runaway",
                "misbehave",
                "any vm",
                Optional.of(9_000 * Plays.MS),
                List.of(),
                Optional.empty(),
                Optional.of(11_000 * Plays.MS));
        return new Played(
                new Drill(
                        drill.name(),
                        drill.cell(),
                        drill.fleet(),
                        drill.steady(),
                        List.of(new Step("runaway", new Trigger.At(Duration.ofSeconds(4)), runaway)),
                        drill.heal(),
                        drill.expect(),
                        drill.run()),
                whole.baseline(),
                whole.healedNs(),
                whole.healedIndex(),
                whole.endedNs(),
                whole.stopped(),
                List.of(taken),
                whole.ledgers(),
                whole.audits(),
                story.entries(),
                whole.last(),
                whole.uses(),
                whole.realMembership());
    }

    private static List<String> names(List<Neighbour> neighbours) {
        return neighbours.stream().map(it -> it.vm().value()).toList();
    }

    /// A second in which it wanted a core.
    private static GuestEvent metered(VmId vm, boolean disturbed, long gotMs, long brokenMs) {
        var cpu = new Meter.Cpu(1_000_000_000, gotMs * 1_000_000, 500_000_000, brokenMs * 1_000_000);
        return new GuestEvent.Metered(
                vm, H2, 1, new Meter(1_000_000_000, disturbed, cpu, new Meter.Memory(0, 0, 0, 0)));
    }
}
