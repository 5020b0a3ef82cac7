package io.godwit.invariant;

import static io.godwit.invariant.Story.ARRAY;
import static io.godwit.invariant.Story.CONSOLE;
import static io.godwit.invariant.Story.H1;
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
import io.godwit.history.ArrayEvent;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.HostEvent;
import io.godwit.history.LedgerEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.PermitEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.history.RegistryEvent.HostStands;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmSized;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.link.NodeId;
import io.godwit.time.Seed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class InvariantsTest {

    private static final long GIB = 1L << 30;

    /// A history that breaks one invariant, and whether that shows where only each node's order is known.
    record Plant(InvariantName broken, String how, Story story, boolean showsWithoutOrder) {}

    @Test
    void aHistoryInWhichAllGoesWellBreaksNothing() {
        var judged = judged(Story.whole().entries(), true);

        assertThat(judged.violation()).isEmpty();
    }

    @Test
    void everyInvariantHasSomethingToCheckInIt() {
        var story = StoragePlants.dropped();
        var unseenWithoutOrder = Set.of(InvariantName.PERMIT_IS_HONOURED);
        for (var oneOrder : List.of(true, false)) {
            var silent = judged(story.entries(), oneOrder).tallies().stream()
                    .filter(tally -> tally.checked() == 0)
                    .map(Tally::name)
                    .toList();
            assertThat(silent).as("one order: %s", oneOrder).isSubsetOf(oneOrder ? Set.of() : unseenWithoutOrder);
        }
    }

    @Test
    void anyOrderBetweenNodesBreaksNothingEither() {
        for (long seed = 0; seed < 50; seed++) {
            var judged = judged(shuffled(Story.whole().entries(), seed), false);
            assertThat(judged.violation()).as("seed %d", seed).isEmpty();
        }
    }

    @TestFactory
    Stream<DynamicTest> isFound() {
        return plants().map(plant -> DynamicTest.dynamicTest(plant.broken() + ": " + plant.how(), () -> {
            assertThat(broken(plant.story().entries(), true)).contains(plant.broken());
            if (plant.showsWithoutOrder()) {
                for (long seed = 0; seed < 10; seed++) {
                    assertThat(broken(shuffled(plant.story().entries(), seed), false))
                            .as("order of seed %d", seed)
                            .contains(plant.broken());
                }
            }
        }));
    }

    @Test
    void eachOfSafetyHasAPlantedViolation() {
        assertThat(plants().map(Plant::broken)).containsAll(InvariantName.safety());
    }

    @Test
    void aViolationSaysWhatTimeItWasWhereThereIsOne() {
        var story = Story.whole().wrote(23_000, WEB_1, 9, 1);

        assertThat(judged(story.entries(), true).violation().orElseThrow().atNs())
                .contains(23_000_000_000L);
        assertThat(judged(story.entries(), false).violation().orElseThrow().atNs())
                .isEmpty();
    }

    @Test
    void aForgottenVmAndALostWriteShowInTheEnd() {
        var ending =
                new Ending(Optional.empty(), new TreeMap<>(Map.of(WEB_1, 3L)), Optional.empty(), Optional.empty(), 0);
        var judged = Invariants.judged(Story.whole().entries(), Premises.of(Story.drill(), true), ending);

        assertThat(judged.violation().orElseThrow().sentence())
                .isEqualTo("the disk of web-1 lacks 3 writes that were acknowledged");
    }

    private static Stream<Plant> plants() {
        var told = Stream.of(
                copies(), ends(), fences(), epochs(), permits(), registry(), commands(), migrations(), places());
        return Stream.concat(told, Stream.of(IsolationPlants.all(), StoragePlants.all()))
                .flatMap(List::stream);
    }

    private static List<Plant> copies() {
        return List.of(
                new Plant(
                        InvariantName.ONE_RUNNING_COPY,
                        "the array takes an old copy's write",
                        Story.whole().wrote(23_000, WEB_1, 9, 1),
                        true),
                new Plant(
                        InvariantName.ONE_RUNNING_COPY,
                        "the client takes an old copy's answer",
                        Story.whole().told(23_000, CONSOLE, new LedgerEvent.Acknowledged(WEB_1, 9, 1, 5)),
                        true),
                new Plant(
                        InvariantName.ONE_RUNNING_COPY,
                        "the source goes on after the commit",
                        Story.whole().told(7_200, N3, new GuestEvent.Resumed(WEB_2, H3, 1, Why.MIGRATION_ABORTED)),
                        false),
                new Plant(
                        InvariantName.OLD_IS_REFUSED,
                        "the array opens a disk for an old epoch",
                        Story.whole().told(23_000, ARRAY, new ArrayEvent.Opened("disks", WEB_1, 1)),
                        true));
    }

    private static List<Plant> ends() {
        return List.of(
                new Plant(
                        InvariantName.ACKNOWLEDGED_IS_KEPT,
                        "a VM that was destroyed is known again",
                        Story.whole().decided(23_000, new VmDestroyed(WEB_1)),
                        true),
                new Plant(
                        InvariantName.ACKNOWLEDGED_IS_KEPT,
                        "a VM loses the size that it was given",
                        Story.whole().decided(23_000, new VmSized(WEB_1, 1, 4, 2 * GIB)),
                        true),
                new Plant(
                        InvariantName.NO_RESURRECTION,
                        "a VM that was destroyed is assigned",
                        Story.whole()
                                .decided(23_000, new VmDestroyed(WEB_1))
                                .decided(23_100, new VmStands(WEB_1, 3, on(H2, false), true)),
                        true),
                new Plant(
                        InvariantName.NO_RESURRECTION,
                        "a VM that was stopped on purpose is assigned",
                        Story.whole()
                                .decided(23_000, new VmStands(ODD, 1, Optional.empty(), false))
                                .decided(23_100, new VmStands(ODD, 2, on(H2, false), false)),
                        true),
                new Plant(
                        InvariantName.NO_RESURRECTION,
                        "an epoch runs that never was",
                        Story.whole()
                                .decided(23_000, new VmDestroyed(ODD))
                                .told(23_100, N2, new GuestEvent.Started(ODD, H2, 7, 1, true)),
                        true));
    }

    private static List<Plant> fences() {
        return List.of(
                new Plant(
                        InvariantName.FENCE_BEFORE_RESTART,
                        "a VM is given away while its host lives",
                        Story.whole().decided(23_000, new VmStands(WEB_2, 3, on(H3, false), true)),
                        true),
                new Plant(
                        InvariantName.FENCE_BEFORE_RESTART,
                        "a leader declares a loss while its own grant runs",
                        Story.begun().told(7_000, N2, new FleetEvent.LostDeclared(N1, 1, 1, Evidence.PERMIT_EXPIRED)),
                        true),
                new Plant(
                        InvariantName.FENCE_BEFORE_RESTART,
                        "a node is lost by time while its permit runs",
                        Story.begun().decided(7_000, new NodeLost(N1, 1, Evidence.PERMIT_EXPIRED)),
                        false),
                new Plant(
                        InvariantName.UNFENCED_IS_SHOWN,
                        "a VM that goes on is taken after a time",
                        Story.begun()
                                .decided(
                                        12_000,
                                        new NodeLost(N1, 1, Evidence.PERMIT_EXPIRED),
                                        new VmStands(RUN, 1, Optional.empty(), true)),
                        true));
    }

    private static List<Plant> epochs() {
        return List.of(
                new Plant(
                        InvariantName.EPOCHS_INCREASE,
                        "an epoch goes back",
                        Story.whole().decided(23_000, new VmStands(WEB_1, 1, on(H3, true), true)),
                        true),
                new Plant(
                        InvariantName.EPOCHS_INCREASE,
                        "a leader leads an old term",
                        Story.whole().told(23_000, N2, new FleetEvent.LeaderElected(N2, 1)),
                        true),
                new Plant(
                        InvariantName.EPOCHS_INCREASE,
                        "an incarnation comes twice",
                        Story.whole()
                                .told(23_000, N3, new FleetEvent.NodeJoined(N3, 2))
                                .told(23_100, N3, new FleetEvent.NodeJoined(N3, 1)),
                        true),
                new Plant(
                        InvariantName.ONE_SIDE_DECIDES,
                        "a leader never says that its term has passed",
                        Story.whole().told(23_000, N3, new FleetEvent.LeaderElected(N3, 2)),
                        true),
                new Plant(
                        InvariantName.ONE_SIDE_DECIDES,
                        "two nodes decide in one term",
                        Story.whole().told(23_000, N3, new FleetEvent.Placed(WEB_1, H2, 3, 1)),
                        true));
    }

    private static List<Plant> permits() {
        return List.of(
                new Plant(
                        InvariantName.PERMIT_IS_HONOURED,
                        "a VM runs on without its permit",
                        Story.begun()
                                .told(9_000, N1, new PermitEvent.Expired(N1, 1))
                                .told(20_000, N1, new FleetEvent.Unreachable(N2)),
                        true),
                new Plant(
                        InvariantName.PERMIT_IS_HONOURED,
                        "a VM is stopped that needs no permit",
                        Story.begun()
                                .told(9_000, N3, new PermitEvent.Expired(N3, 1))
                                .told(9_000, N3, new GuestEvent.Stopped(ODD, H3, 1, Why.PERMIT_EXPIRED)),
                        true),
                new Plant(
                        InvariantName.PERMIT_IS_HONOURED,
                        "a permit is counted from its arrival",
                        Story.begun()
                                .told(7_000, N2, new PermitEvent.Granted(N1, 1, 1, 3_000_000_000L))
                                .told(7_500, N1, new PermitEvent.Received(N1, 1, 1, 10_500_000_000L)),
                        false));
    }

    private static List<Plant> registry() {
        return List.of(
                new Plant(
                        InvariantName.REGISTRY_IS_LINEARIZABLE,
                        "replicas disagree",
                        Story.whole().told(23_000, N3, new RegistryEvent.Applied(3, 1, "other", "do", "done")),
                        true),
                new Plant(
                        InvariantName.REGISTRY_IS_LINEARIZABLE,
                        "a client is told what the log does not say",
                        Story.whole()
                                .told(23_000, N1, new RegistryEvent.Invoked("x/1", "do"))
                                .told(23_001, N2, new RegistryEvent.Applied(900, 1, "x/1", "do", "done"))
                                .told(23_002, N1, new RegistryEvent.Returned("x/1", "refused")),
                        true),
                new Plant(
                        InvariantName.REGISTRY_IS_LINEARIZABLE,
                        "a question is answered from the past",
                        Story.whole()
                                .told(23_000, N2, new RegistryEvent.Invoked("q/9", "look"))
                                .told(23_001, N2, new RegistryEvent.Saw("q/9", 4))
                                .told(23_001, N2, new RegistryEvent.Returned("q/9", "old")),
                        true),
                new Plant(
                        InvariantName.REGISTRY_IS_LINEARIZABLE,
                        "an acknowledged command is nowhere in the log",
                        Story.whole()
                                .told(23_000, N1, new RegistryEvent.Invoked("x/1", "do"))
                                .told(23_002, N1, new RegistryEvent.Returned("x/1", "done")),
                        true));
    }

    private static List<Plant> commands() {
        return List.of(
                new Plant(
                        InvariantName.COMMANDS_RUN_ONCE,
                        "a repeat gets another answer",
                        Story.whole().told(23_000, N3, new RegistryEvent.Applied(900, 1, "c/3", "do 3", "refused")),
                        true),
                new Plant(
                        InvariantName.COMMANDS_RUN_ONCE,
                        "an epoch is started twice",
                        Story.whole().told(23_000, N2, new GuestEvent.Started(WEB_1, H2, 2, 1, true)),
                        true));
    }

    private static List<Plant> migrations() {
        return List.of(
                new Plant(
                        InvariantName.MIGRATION_IS_ATOMIC,
                        "commit and abort are both true",
                        Story.whole().told(7_200, N3, new MigrationEvent.Aborted(MOVE, WEB_2, 2, "the source says so")),
                        true),
                new Plant(
                        InvariantName.MIGRATION_IS_ATOMIC,
                        "the copy is not the original",
                        Story.whole().told(7_200, N2, new MigrationEvent.Prepared(MOVE, WEB_2, 1, 78)),
                        true),
                new Plant(
                        InvariantName.MIGRATION_IS_ATOMIC,
                        "what followed the guest is not the original",
                        Story.whole().told(7_200, N3, new MigrationEvent.Pulled(MOVE, WEB_2, 2, 78, 1, 9, 9, 9, 9)),
                        true),
                new Plant(
                        InvariantName.MIGRATION_IS_ATOMIC,
                        "an epoch runs on both sides",
                        Story.whole().told(7_200, N3, new GuestEvent.Resumed(WEB_2, H3, 2, Why.MIGRATION_ABORTED)),
                        true),
                new Plant(
                        InvariantName.MEMORY_IS_CONSERVED,
                        "a frame is lost",
                        Story.whole().told(23_000, N3, new HostEvent.MemoryCounted(H3, 100, 60, 39)),
                        true),
                new Plant(
                        InvariantName.NO_OVERCOMMITMENT,
                        "a host has less memory than its guests",
                        Story.whole().decided(23_000, new HostStands(H3, N3, GIB, 4, true)),
                        true),
                new Plant(
                        InvariantName.NO_OVERCOMMITMENT,
                        "a VM is given more memory than its host has",
                        Story.whole().told(23_000, N3, new GuestEvent.Revised(WEB_2, H3, 2, 1, 100 * GIB)),
                        false));
    }

    private static List<Plant> places() {
        return List.of(new Plant(
                InvariantName.COPIES_KEEP_APART,
                "two of a group share a host beside an idle one",
                Story.begun()
                        .decided(10_000, new VmStands(WEB_2, 1, Optional.empty(), true))
                        .decided(10_000, new VmStands(WEB_2, 2, on(H1, false), true)),
                true));
    }

    static Set<InvariantName> broken(List<Entry> history, boolean oneOrder) {
        var broken = EnumSet.noneOf(InvariantName.class);
        judged(history, oneOrder).tallies().stream()
                .filter(tally -> tally.violation().isPresent())
                .forEach(tally -> broken.add(tally.name()));
        return broken;
    }

    private static Invariants judged(List<Entry> history, boolean oneOrder) {
        return Invariants.judged(history, Premises.of(Story.drill(), oneOrder), Views.ending());
    }

    /// Some order in which each node's entries keep theirs.
    static List<Entry> shuffled(List<Entry> history, long seed) {
        Map<NodeId, Deque<Entry>> byNode = new TreeMap<>();
        history.forEach(entry ->
                byNode.computeIfAbsent(entry.node(), _ -> new ArrayDeque<>()).add(entry));
        var random = Seed.of(seed).child("order").generator();
        var order = new ArrayList<Entry>();
        while (!byNode.isEmpty()) {
            var nodes = List.copyOf(byNode.keySet());
            var node = nodes.get(random.nextInt(nodes.size()));
            order.add(byNode.get(node).removeFirst());
            if (byNode.get(node).isEmpty()) {
                byNode.remove(node);
            }
        }
        return order;
    }
}
