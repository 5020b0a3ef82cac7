package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.CopyId;
import io.godwit.memory.PageBatch;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptMemoryOnHostTest {

    private static final CopyId COPY = new CopyId("web-1.1");
    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final Lab lab = new Lab();
    private final VmSpec vm = Specs.vm("web-1", 1, MemorySize.ofMebibytes(256), Specs.ARRAY);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aGuestGoesOnFromWhatItHadInMemoryWhenItWasKept() {
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, vm, 1);
        lab.run(A_WHILE);
        Lifecycle.Copied copied = keep(hypervisor);
        assertThat(copied.pages()).isPositive();
        assertThat(copied.tookNs()).as("all went over the disk").isGreaterThan(copied.stunNs());
        lab.run(A_WHILE);
        stop(hypervisor);
        startAgain(hypervisor, true);
        GuestEvent.Recalled recalled = recalled().orElseThrow();
        assertThat(recalled.digest()).isEqualTo(takenDigest());
        assertThat(recalled.copy()).isEqualTo(COPY);
        lab.run(A_WHILE);
        assertThat(lab.describe(hypervisor, vm).phase()).isEqualTo(VmDescription.Phase.RUNNING);
        assertThat(lab.digest(hypervisor, vm)).as("it runs").isNotEqualTo(takenDigest());
    }

    @Test
    void onAnotherHostToo() {
        var one = lab.hypervisor("one");
        var other = lab.hypervisor("other");
        lab.start(one, vm, 1);
        lab.run(A_WHILE);
        keep(one);
        stop(one);
        startAgain(other, true);
        assertThat(recalled().orElseThrow().host())
                .isEqualTo(lab.describe(other).host());
        assertThat(recalled().orElseThrow().digest()).isEqualTo(takenDigest());
    }

    @Test
    void whoDoesNotAskForItBoots() {
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, vm, 1);
        lab.run(A_WHILE);
        keep(hypervisor);
        stop(hypervisor);
        startAgain(hypervisor, false);
        assertThat(recalled()).isEmpty();
        assertThat(lab.describe(hypervisor, vm).phase()).isEqualTo(VmDescription.Phase.RUNNING);
    }

    @Test
    void aMemoryThatIsNotWhatItWasIsNotTakenAndTheGuestBoots() {
        intercept(
                command -> true,
                answer -> answer instanceof Disk.Loaded loaded && loaded.index() == 0
                        ? new Disk.Loaded(
                                loaded.request(), loaded.vm(), loaded.copy(), 0, otherContents(loaded.pages()))
                        : answer);
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, vm, 1);
        lab.run(A_WHILE);
        keep(hypervisor);
        stop(hypervisor);
        startAgain(hypervisor, true);
        assertThat(recalled()).isEmpty();
        assertThat(lab.describe(hypervisor, vm).phase()).isEqualTo(VmDescription.Phase.RUNNING);
    }

    @Test
    void aDiskThatTakesNothingMoreEndsItWithASentenceAndTheGuestRunsOn() {
        intercept(command -> !(command instanceof Disk.Store), answer -> answer);
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, vm, 1);
        lab.run(Duration.ofSeconds(3));
        lab.ask(
                hypervisor,
                order(),
                MemoryKeeper.PATIENCE.plus(MemoryKeeper.PATIENCE).plusSeconds(1));
        assertThat(((Lifecycle.CopyFailed) lab.answers.getLast()).why())
                .isEqualTo("its disk took nothing of its memory for 30 s: repeat it when the disk answers");
        assertThat(lab.describe(hypervisor, vm).phase()).isEqualTo(VmDescription.Phase.RUNNING);
    }

    @Test
    void aGuestThatEndsBeforeAllIsKeptLeavesNoMemory() {
        var hypervisor = lab.hypervisor("h");
        lab.start(hypervisor, vm, 1);
        lab.run(Duration.ofSeconds(3));
        lab.ask(hypervisor, order(), Duration.ofNanos(300_000));
        stop(hypervisor);
        assertThat(lab.answers).anyMatch(answer -> answer instanceof Lifecycle.CopyFailed);
        startAgain(hypervisor, true);
        assertThat(recalled()).isEmpty();
    }

    private Lifecycle.Copied keep(ActorRef<HypervisorCommand> hypervisor) {
        return (Lifecycle.Copied) lab.ask(hypervisor, order(), Duration.ofSeconds(2));
    }

    private Lifecycle.CopyVm order() {
        return new Lifecycle.CopyVm(vm.id(), 1, COPY, new Lifecycle.Taking.Memory(), 1, lab.replyTo());
    }

    private void stop(ActorRef<HypervisorCommand> hypervisor) {
        lab.ask(hypervisor, new Lifecycle.StopVm(vm.id(), Why.REBOOT, lab.replyTo()));
    }

    private void startAgain(ActorRef<HypervisorCommand> hypervisor, boolean recall) {
        var origin = Optional.of(new Lifecycle.Origin(new Disk.Basis(1, COPY), recall));
        var start = new Lifecycle.StartVm(vm, 2, 1, true, origin, lab.replyTo());
        assertThat(lab.ask(hypervisor, start, Duration.ofSeconds(2))).isEqualTo(new Lifecycle.Started(vm.id(), 2));
    }

    private Optional<GuestEvent.Recalled> recalled() {
        return lab.guestEvents().stream()
                .filter(GuestEvent.Recalled.class::isInstance)
                .map(GuestEvent.Recalled.class::cast)
                .findFirst();
    }

    private long takenDigest() {
        return lab.guestEvents().stream()
                .filter(GuestEvent.Copied.class::isInstance)
                .map(GuestEvent.Copied.class::cast)
                .findFirst()
                .orElseThrow()
                .digest();
    }

    private static PageBatch otherContents(PageBatch pages) {
        long[] contents = pages.contents().clone();
        contents[0] ^= 1L << 40;
        return new PageBatch(pages.pages().clone(), contents);
    }

    /// Puts somebody before the array who passes on only some of what it is asked, and alters what it says.
    private void intercept(Predicate<Disk.Command> passes, UnaryOperator<Disk.Answer> altered) {
        ActorRef<Disk.Command> array = lab.datastores.get(Specs.ARRAY);
        lab.datastores.put(
                Specs.ARRAY,
                lab.node.spawn(
                        Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
                            if (passes.test(command)) {
                                ActorRef<Disk.Answer> back = context.spawnAnonymous(Behaviors.receiveMessage(answer -> {
                                    command.replyTo().tell(altered.apply(answer));
                                    return Behaviors.stopped();
                                }));
                                array.tell(readdressed(command, back));
                            }
                            return Behaviors.same();
                        })),
                        "between"));
    }

    private static Disk.Command readdressed(Disk.Command command, ActorRef<Disk.Answer> to) {
        return switch (command) {
            case Disk.Open it -> new Disk.Open(it.request(), it.vm(), it.epoch(), it.basis(), to);
            case Disk.Write it -> new Disk.Write(it.request(), it.vm(), it.epoch(), it.what(), to);
            case Disk.Freeze it -> new Disk.Freeze(it.request(), it.vm(), it.epoch(), it.copy(), to);
            case Disk.Store it -> new Disk.Store(it.request(), it.vm(), it.copy(), it.index(), it.pages(), to);
            case Disk.Finish it -> new Disk.Finish(it.request(), it.vm(), it.copy(), it.seal(), to);
            case Disk.Load it -> new Disk.Load(it.request(), it.vm(), it.copy(), it.index(), to);
            default -> throw new IllegalArgumentException("nobody asks for " + command + " here");
        };
    }
}
