package io.godwit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.identity.VmId;
import io.godwit.registry.RegistryAnswer.VmIs;
import io.godwit.time.Seed;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random histories of commands, and what must hold after each of them.
class RegistryHistoriesTest {

    private static final int SEEDS = 100;
    private static final int COMMANDS = 700;

    @Test
    void everyHistoryKeepsThePromises() {
        int moved = 0;
        int revised = 0;
        int rebooted = 0;
        int grown = 0;
        int shrunk = 0;
        int queued = 0;
        int bound = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Promises promises = new Promises();
            History history = new History(seed);
            for (int step = 0; step < COMMANDS; step++) {
                history.step();
                promises.check(history.last, history.answer, history.state.view(new RegistryQuery.Everything()));
            }
            moved += promises.committed.size();
            revised += promises.revised;
            rebooted += promises.rebooted;
            grown += promises.grown;
            shrunk += promises.shrunk;
            queued += promises.queued;
            bound += promises.bound;
        }
        assertThat(grown).as("groups that became larger").isGreaterThan(SEEDS);
        assertThat(shrunk).as("groups that became smaller").isGreaterThan(SEEDS);
        assertThat(queued).as("moves that began after they had waited").isGreaterThan(SEEDS / 5);
        assertThat(bound).as("VMs that came where they were bound for").isGreaterThan(SEEDS / 5);
        assertThat(revised).as("VMs that became another").isGreaterThan(SEEDS);
        assertThat(rebooted).as("reboots that were done").isGreaterThan(SEEDS / 5);
        assertThat(moved).as("migrations committed in all histories").isGreaterThan(SEEDS);
    }

    @Test
    void aRepeatGetsTheSameAnswerAndChangesNothing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            History history = new History(seed);
            for (int step = 0; step < COMMANDS; step++) {
                history.step();
                RegistryView before = history.state.view(new RegistryQuery.Everything());
                RegistryAnswer again = history.state.apply(history.index, history.id, history.last);
                assertThat(again).as("seed %d, step %d", seed, step).isEqualTo(history.answer);
                assertThat(history.state.view(new RegistryQuery.Everything())).isEqualTo(before);
            }
        }
    }

    @Test
    void aStateRestoredFromItsImageAnswersAsTheOriginalDoes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            History history = new History(seed);
            for (int step = 0; step < COMMANDS; step++) {
                history.step();
            }
            RegistryState restored = RegistryState.of(history.state.image());
            assertThat(restored.image()).isEqualTo(history.state.image());
            for (int step = 0; step < 50; step++) {
                history.step();
                if (restored.term() != history.state.term()) {
                    restored.beginTerm(history.index - 1, history.state.term());
                }
                assertThat(restored.apply(history.index, history.id, history.last))
                        .as("seed %d", seed)
                        .isEqualTo(history.answer);
            }
            assertThat(restored.image()).isEqualTo(history.state.image());
        }
    }

    @Test
    void theCheckBitesWhenAnEpochGoesBack() {
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < SEEDS; seed++) {
                        Promises promises = new Promises();
                        History history = new History(seed);
                        for (int step = 0; step < COMMANDS; step++) {
                            history.step();
                            RegistryView view = history.state.view(new RegistryQuery.Everything());
                            RegistryView reset = new RegistryView(
                                    view.index(),
                                    view.term(),
                                    view.nodes(),
                                    view.hosts(),
                                    view.vms().stream()
                                            .map(vm -> vm.epoch() < 5 ? vm : withEpoch(vm, 0))
                                            .toList());
                            promises.check(history.last, history.answer, reset);
                        }
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("epoch");
    }

    @Test
    void theCheckBitesWhenARevisionIsForgotten() {
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < SEEDS; seed++) {
                        Promises promises = new Promises();
                        History history = new History(seed);
                        for (int step = 0; step < COMMANDS; step++) {
                            history.step();
                            RegistryView view = history.state.view(new RegistryQuery.Everything());
                            boolean forget = step % 50 == 49;
                            RegistryView shown = new RegistryView(
                                    view.index(),
                                    view.term(),
                                    view.nodes(),
                                    view.hosts(),
                                    view.vms().stream()
                                            .map(vm -> forget ? withoutChanges(vm) : vm)
                                            .toList());
                            promises.check(history.last, history.answer, shown);
                        }
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the revision of");
    }

    @Test
    void theCheckBitesWhenAVmThatWasScaledAwayComesBack() {
        assertThatThrownBy(() -> {
                    Map<VmId, VmRecord> all = new HashMap<>();
                    for (int seed = 0; seed < SEEDS; seed++) {
                        Promises promises = new Promises();
                        History history = new History(seed);
                        all.clear();
                        for (int step = 0; step < COMMANDS; step++) {
                            history.step();
                            RegistryView view = history.state.view(new RegistryQuery.Everything());
                            view.vms().forEach(vm -> all.put(vm.id(), vm));
                            boolean keeps = history.last instanceof RegistryCommand.ScaleGroup;
                            RegistryView shown = new RegistryView(
                                    view.index(),
                                    view.term(),
                                    view.nodes(),
                                    view.hosts(),
                                    keeps ? List.copyOf(all.values()) : view.vms());
                            promises.check(history.last, history.answer, shown);
                        }
                    }
                })
                .isInstanceOf(AssertionError.class);
    }

    private static VmRecord withoutChanges(VmRecord vm) {
        return new VmRecord(
                vm.spec(),
                vm.epoch(),
                vm.owner(),
                vm.desired(),
                vm.migration(),
                vm.settled(),
                Changes.none(),
                Copies.none(),
                vm.places());
    }

    private static VmRecord withEpoch(VmRecord vm, long epoch) {
        return new VmRecord(
                vm.spec(),
                epoch,
                vm.owner(),
                vm.desired(),
                vm.migration(),
                vm.settled(),
                vm.changes(),
                vm.copies(),
                vm.places());
    }

    /// One random history, command by command.
    private static final class History {
        private final RandomGenerator random;
        private final RandomCommands commands;
        private final RegistryState state = new RegistryState();
        private long index;
        private CommandId id = new CommandId("none", 0);
        private RegistryCommand last = new RegistryCommand.DestroyVm(new VmId("none"));
        private RegistryAnswer answer = new RegistryAnswer.Done();

        History(int seed) {
            random = Seed.of(seed).child("history").generator();
            commands = new RandomCommands(random, 4);
            state.beginTerm(++index, 1);
        }

        void step() {
            if (random.nextInt(60) == 0) {
                state.beginTerm(++index, state.term() + 1);
            }
            last = commands.next(state);
            index++;
            id = new CommandId("client-" + index % 3, index);
            answer = state.apply(index, id, last);
        }
    }

    /// What must hold however the history goes on.
    private static final class Promises {
        private final Map<VmId, Long> epochs = new HashMap<>();
        private final Map<String, Long> incarnations = new HashMap<>();
        private final Set<VmId> destroyed = new HashSet<>();
        private final Set<String> committed = new HashSet<>();
        private final Set<String> aborted = new HashSet<>();
        private int revised;
        private int rebooted;
        private int grown;
        private int shrunk;
        private int queued;
        private int bound;
        private Map<VmId, VmRecord> before = new HashMap<>();

        void check(RegistryCommand command, RegistryAnswer answer, RegistryView view) {
            for (VmRecord vm : view.vms()) {
                checkVm(vm);
            }
            for (NodeRecord node : view.nodes()) {
                Long older = incarnations.put(node.node().value(), node.incarnation());
                assertThat(older == null || older <= node.incarnation())
                        .as("incarnations grow")
                        .isTrue();
            }
            checkMigration(command, answer);
            view.vms().forEach(vm -> checkRevision(vm, command));
            checkScale(command, answer, view);
            view.vms().forEach(vm -> checkQueue(vm, command));
            view.vms().forEach(vm -> checkHome(vm, command));
            if (command instanceof RegistryCommand.DestroyVm(VmId vm) && answer instanceof RegistryAnswer.Done) {
                destroyed.add(vm);
            }
            before = view.vms().stream().collect(Collectors.toMap(VmRecord::id, vm -> vm));
        }

        private void checkVm(VmRecord vm) {
            Long older = epochs.put(vm.id(), vm.epoch());
            assertThat(older == null || older <= vm.epoch())
                    .as("the epoch of %s grows: %s to %s", vm.id(), older, vm.epoch())
                    .isTrue();
            assertThat(destroyed).as("destroyed VMs").doesNotContain(vm.id());
            VmRecord then = before.get(vm.id());
            if (then != null
                    && then.owner().isPresent()
                    && then.epoch() == vm.epoch()
                    && vm.owner().isPresent()) {
                assertThat(vm.owner().get().host())
                        .as("the owner within an epoch")
                        .isEqualTo(then.owner().get().host());
            }
        }

        /// A spec changes by its own commands alone, each asking has a number of its own, and what moves is not
        /// changed.
        private void checkRevision(VmRecord vm, RegistryCommand command) {
            VmRecord then = before.get(vm.id());
            Changes now = vm.changes();
            if (then != null) {
                assertThat(now.revision())
                        .as("the revision of %s grows", vm.id())
                        .isBetween(then.changes().revision(), then.changes().revision() + 1);
                if (!then.spec().equals(vm.spec())) {
                    revised++;
                    assertThat(command)
                            .isInstanceOfAny(RegistryCommand.ReviseVm.class, RegistryCommand.SettleRevision.class);
                }
                boolean asked = then.changes().asked().isPresent();
                boolean denied = now.denied().isPresent()
                        && now.denied().get().revision() == then.changes().revision();
                boolean met = then.changes().asked().filter(vm.spec()::equals).isPresent();
                assertThat(!asked || now.equals(then.changes()) || denied || met)
                        .as("what %s was asked to be is met or denied: %s to %s", vm.id(), then, vm)
                        .isTrue();
                rebooted += then.changes().isToReboot() && vm.epoch() == then.epoch() + 1 ? 1 : 0;
            }
            assertThat(vm.migration().isPresent() && (now.asked().isPresent() || now.isToReboot()))
                    .as("%s moves and is changed at once", vm)
                    .isFalse();
        }

        /// A group is scaled by all of the difference or by nothing: those with the lowest numbers stay, and what is
        /// new is of the make of the newest. Nothing else makes or destroys more than one VM.
        private void checkScale(RegistryCommand command, RegistryAnswer answer, RegistryView view) {
            List<VmRecord> then = Groups.members(RandomCommands.GROUP, before.values());
            List<VmRecord> now = Groups.members(RandomCommands.GROUP, view.vms());
            if (!(command instanceof RegistryCommand.ScaleGroup(var _, var _, var to))) {
                assertThat(Math.abs(now.size() - then.size()))
                        .as("VMs by %s", command)
                        .isLessThan(2);
                return;
            }
            if (!(answer instanceof RegistryAnswer.Done)) {
                assertThat(now).as("a group that was not scaled").isEqualTo(then);
                return;
            }
            int kept = Math.min(to, then.size());
            assertThat(now).as("VMs of a group that was scaled").hasSize(to);
            assertThat(now.subList(0, kept)).as("those that stay").isEqualTo(then.subList(0, kept));
            for (VmRecord vm : now.subList(kept, to)) {
                assertThat(vm.spec()).isEqualTo(then.getLast().spec().with(vm.id()));
            }
            then.subList(kept, then.size()).forEach(vm -> destroyed.add(vm.id()));
            grown += to > then.size() ? 1 : 0;
            shrunk += to < then.size() ? 1 : 0;
        }

        /// A move that waits is there until it begins, is dropped, or its VM is destroyed; it never waits while it
        /// moves.
        private void checkQueue(VmRecord vm, RegistryCommand command) {
            VmRecord then = before.get(vm.id());
            assertThat(vm.queued().isPresent() && vm.migration().isPresent())
                    .as("%s waits for a move and moves", vm)
                    .isFalse();
            if (then != null && then.queued().isPresent() && !then.queued().equals(vm.queued())) {
                boolean began = command instanceof RegistryCommand.BeginMigration;
                queued += began ? 1 : 0;
                assertThat(began || command instanceof RegistryCommand.DropMove)
                        .as("the move of %s that waited is lost by %s", vm.id(), command)
                        .isTrue();
            }
        }

        /// Where a VM starts next is forgotten when it is given to a host, and never else.
        private void checkHome(VmRecord vm, RegistryCommand command) {
            VmRecord then = before.get(vm.id());
            if (then == null || then.home().equals(vm.home())) {
                return;
            }
            boolean given = vm.home().isEmpty() && vm.epoch() == then.epoch() + 1;
            assertThat(given || command instanceof RegistryCommand.MoveHome)
                    .as("%s is bound for %s by %s", vm, then.home(), command)
                    .isTrue();
            bound += given && vm.isOwnedBy(then.home().orElseThrow()) ? 1 : 0;
        }

        private void checkMigration(RegistryCommand command, RegistryAnswer answer) {
            if (!(answer instanceof VmIs)) {
                return;
            }
            switch (command) {
                case RegistryCommand.CommitMigration c -> committed.add(c.vm() + "/" + c.epoch() + "/" + c.migration());
                case RegistryCommand.AbortMigration a -> aborted.add(a.vm() + "/" + a.epoch() + "/" + a.migration());
                default -> {}
            }
            assertThat(Collections.disjoint(committed, aborted))
                    .as("exactly one of commit and abort wins: %s", command)
                    .isTrue();
        }
    }
}
