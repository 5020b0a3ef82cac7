package io.godwit.invariant;

import static io.godwit.invariant.Story.H2;
import static io.godwit.invariant.Story.H3;
import static io.godwit.invariant.Story.MOVE;
import static io.godwit.invariant.Story.N1;
import static io.godwit.invariant.Story.N2;
import static io.godwit.invariant.Story.N3;
import static io.godwit.invariant.Story.ODD;
import static io.godwit.invariant.Story.RUN;
import static io.godwit.invariant.Story.WEB_1;
import static io.godwit.invariant.Story.WEB_2;
import static io.godwit.invariant.Story.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.InvariantName;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.PermitEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.history.RegistryEvent.NodeJoined;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.MigrationId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LivenessTest {

    /// A history in which one thing never comes true, and whether that shows where only each node's order is known.
    private record Plant(InvariantName broken, String how, Story story, boolean showsWithoutOrder) {}

    @TestFactory
    Stream<DynamicTest> isFound() {
        return plants().map(plant -> DynamicTest.dynamicTest(plant.broken() + ": " + plant.how(), () -> {
            assertThat(InvariantsTest.broken(plant.story().entries(), true)).contains(plant.broken());
            if (plant.showsWithoutOrder()) {
                for (long seed = 0; seed < 10; seed++) {
                    var shuffled = InvariantsTest.shuffled(plant.story().entries(), seed);
                    assertThat(InvariantsTest.broken(shuffled, false))
                            .as("order of seed %d", seed)
                            .contains(plant.broken());
                }
            }
        }));
    }

    @Test
    void eachHasAPlantedViolation() {
        assertThat(plants().map(Plant::broken))
                .containsAll(Arrays.stream(InvariantName.values())
                        .filter(name -> !name.isSafety())
                        .toList());
    }

    @Test
    void whatAProcessHadBegunEndsWithIt() {
        var story = Story.begun()
                .told(7_000, N1, new RegistryEvent.Invoked("x/1", "do"))
                .told(7_500, Story.CONSOLE, new FaultEvent.ProcessEnded("kill", N1))
                .told(23_000, N2, new FleetEvent.Unreachable(N1));

        assertThat(InvariantsTest.broken(story.entries(), true)).doesNotContain(InvariantName.COMMANDS_END);
    }

    private static Stream<Plant> plants() {
        return Stream.of(redundancy(), ends(), order(), retries(), leftovers()).flatMap(List::stream);
    }

    private static List<Plant> redundancy() {
        return List.of(
                new Plant(
                        InvariantName.REDUNDANCY_RETURNS,
                        "a node gets no permit any more",
                        Story.whole().told(23_000, N3, new PermitEvent.Expired(N3, 1)),
                        true),
                new Plant(
                        InvariantName.REDUNDANCY_RETURNS,
                        "a voter never catches up",
                        Story.whole().told(22_400, N2, new RegistryEvent.Applied(900, 1, "c/900", "do", "done")),
                        false),
                new Plant(
                        InvariantName.REDUNDANCY_RETURNS,
                        "a node that is up stays lost",
                        Story.begun().told(23_000, N1, new FleetEvent.Unreachable(N2)),
                        true));
    }

    private static List<Plant> ends() {
        return List.of(
                new Plant(
                        InvariantName.COMMANDS_END,
                        "a command is never answered",
                        Story.begun()
                                .told(7_000, N3, new RegistryEvent.Invoked("x/1", "do"))
                                .told(23_000, N3, new FleetEvent.Unreachable(N2)),
                        true),
                new Plant(
                        InvariantName.COMMANDS_END,
                        "a source never learns what became of its migration",
                        Story.begun()
                                .told(
                                        7_000,
                                        N3,
                                        new MigrationEvent.PhaseEntered(
                                                MOVE, WEB_2, H3, H2, 1, Phase.COMMIT, Side.SOURCE))
                                .told(23_000, N3, new FleetEvent.Unreachable(N2)),
                        true));
    }

    private static List<Plant> order() {
        var nowhere = new VmStands(RUN, 1, Optional.empty(), true);
        var restarted = new VmStands(RUN, 2, on(H2, false), true);
        return List.of(
                new Plant(
                        InvariantName.ORDER_IS_KEPT,
                        "a later tier is placed first",
                        Story.begun()
                                .decided(10_000, new VmStands(WEB_1, 1, Optional.empty(), true), nowhere)
                                .decided(16_000, restarted),
                        true),
                new Plant(
                        InvariantName.ORDER_IS_KEPT,
                        "a VM does not wait for those it comes after",
                        Story.begun()
                                .decided(10_000, new VmStands(WEB_1, 2, on(H3, false), true), nowhere)
                                .decided(16_000, restarted),
                        true));
    }

    private static List<Plant> retries() {
        var given = Story.whole();
        var moved = Story.whole();
        for (int i = 0; i <= 10; i++) {
            given.decided(23_000 + i, new VmStands(WEB_1, 3 + i, on(H2, false), true));
            moved.told(
                    23_000 + i,
                    N2,
                    new MigrationEvent.Finished(
                            new MigrationId("m-" + (9 + i)), WEB_2, Side.SOURCE, Outcome.ABORTED, 0, 1, 1));
        }
        return List.of(
                new Plant(InvariantName.RETRIES_ARE_BOUNDED, "a VM is given away that nobody starts", given, true),
                new Plant(InvariantName.RETRIES_ARE_BOUNDED, "a migration is tried for ever", moved, true));
    }

    private static List<Plant> leftovers() {
        return List.of(
                new Plant(
                        InvariantName.NOTHING_IS_LEFT,
                        "a paused copy stays on the host that it left",
                        Story.whole().told(23_000, N2, new GuestEvent.Paused(WEB_1, H2, 1, Why.MIGRATION)),
                        true),
                new Plant(
                        InvariantName.NO_THRASH,
                        "a host that came back is lost again",
                        Story.whole()
                                .told(22_600, N3, new FleetEvent.NodeJoined(N3, 2))
                                .told(23_000, N3, new FleetEvent.NodeJoined(N3, 3)),
                        false),
                new Plant(
                        InvariantName.NO_THRASH,
                        "a node that is up joins again and again",
                        Story.whole()
                                .decided(22_600, new NodeJoined(N3, 2, "boot"))
                                .told(22_600, N3, new FleetEvent.NodeJoined(N3, 2))
                                .decided(23_000, new NodeJoined(N3, 3, "boot"))
                                .told(23_000, N3, new FleetEvent.NodeJoined(N3, 3)),
                        true),
                new Plant(
                        InvariantName.NO_THRASH,
                        "a node is lost again and again",
                        Story.whole()
                                .decided(22_600, new NodeLost(N3, 1, Evidence.PERMIT_EXPIRED))
                                .decided(23_000, new NodeLost(N3, 2, Evidence.PERMIT_EXPIRED)),
                        true),
                new Plant(
                        InvariantName.NO_THRASH,
                        "a VM is given from host to host",
                        Story.whole()
                                .decided(22_600, new VmStands(ODD, 2, on(H2, false), true))
                                .decided(23_000, new VmStands(ODD, 3, on(H3, false), true)),
                        true));
    }
}
