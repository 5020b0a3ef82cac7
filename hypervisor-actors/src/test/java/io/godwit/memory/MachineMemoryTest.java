package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.memory.Reservation.AlreadyReserved;
import io.godwit.memory.Reservation.OutOfMemory;
import io.godwit.memory.Reservation.Reserved;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineMemoryTest {

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);
    private static final VmId WEB = new VmId("web");
    private static final VmId DB = new VmId("db");
    private static final List<Image> IMAGES =
            List.of(Image.of(new ImageSpec("debian", 40, 0.3)), Image.of(new ImageSpec("alpine", 7, 0)), Image.blank());

    /// The naive machine: an explicit frame for each need, looked for page by page in all guests.
    private static final class NaiveMachine {

        private static final long FRAMES = 400;
        private final Map<VmId, Guest> guests = new TreeMap<>();

        long promised() {
            return guests.values().stream().mapToLong(g -> g.space.pages()).sum();
        }

        long privateFrames() {
            return guests.values().stream().mapToLong(g -> g.written.size()).sum();
        }

        List<Guest> guestsOf(Image image) {
            return guests.values().stream()
                    .filter(g -> g.space.image() == image)
                    .toList();
        }

        /// Frames of the image that at least one guest really still reads.
        long imageFramesInUse(Image image) {
            long frames = 0;
            for (long page = 0; page < image.spec().pages(); page++) {
                long wanted = page;
                boolean used = guestsOf(image).stream().anyMatch(g -> !g.written.containsKey(wanted));
                frames += used && image.content(page) != 0 ? 1 : 0;
            }
            return frames;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void conservesFramesThroughAnyHistory(long seed) {
        var random = new SplittableRandom(seed);
        var machine = new MachineMemory(PAGE.times(NaiveMachine.FRAMES), PAGE);
        var naive = new NaiveMachine();
        for (int step = 0; step < 1_000; step++) {
            VmId vm = new VmId("vm-" + random.nextInt(9));
            Guest guest = naive.guests.get(vm);
            if (guest == null) {
                reserve(machine, naive, vm, random);
            } else if (random.nextInt(12) == 0) {
                naive.guests.remove(vm);
                machine.release(vm);
            } else {
                for (int i = random.nextInt(30); i >= 0; i--) {
                    guest.write(random.nextLong(guest.space.pages()), random.nextInt(3));
                }
                machine.settle(vm, guest.space.use());
            }
            assertAgrees(machine, naive);
        }
    }

    private static void reserve(MachineMemory machine, NaiveMachine naive, VmId vm, SplittableRandom random) {
        Image image = IMAGES.get(random.nextInt(IMAGES.size()));
        long pages = image.spec().pages() + 1 + random.nextInt(60);
        long shortBy = naive.promised() + pages - NaiveMachine.FRAMES;
        Reservation answer = machine.reserve(vm, PAGE.times(pages));
        if (shortBy > 0) {
            assertThat(answer).isEqualTo(new OutOfMemory(PAGE.times(shortBy)));
        } else {
            assertThat(answer).isEqualTo(new Reserved());
            naive.guests.put(vm, Guest.over(image, pages));
            machine.settle(vm, naive.guests.get(vm).space.use());
        }
    }

    private static void assertAgrees(MachineMemory machine, NaiveMachine naive) {
        MemoryAccount account = machine.account();
        assertThat(account.isConserved()).as("%s", account).isTrue();
        assertThat(machine.free()).isEqualTo(PAGE.times(account.freeFrames()));
        assertThat(machine.unreserved()).isEqualTo(PAGE.times(NaiveMachine.FRAMES - naive.promised()));
        assertThat(account.vmFrames()).hasSameSizeAs(naive.guests);
        naive.guests.forEach(
                (vm, guest) -> assertThat(account.vmFrames()).containsEntry(vm, (long) guest.written.size()));
        long modelled = 0;
        for (Image image : IMAGES) {
            long inUse = naive.imageFramesInUse(image);
            long owned = account.imageFrames().getOrDefault(image.spec(), 0L);
            assertThat(owned).as("frames of %s", image.spec()).isBetween(inUse, image.frames());
            if (naive.guestsOf(image).size() <= 1) {
                assertThat(owned).as("frames of %s", image.spec()).isEqualTo(inUse);
            }
            modelled += owned;
        }
        assertThat(account.freeFrames()).isEqualTo(NaiveMachine.FRAMES - naive.privateFrames() - modelled);
    }

    @Test
    void refusesAVmThatDoesNotFitAndSaysByHowMuch() {
        var machine = new MachineMemory(MemorySize.ofGibibytes(8), PAGE);
        assertThat(machine.reserve(WEB, MemorySize.ofGibibytes(6))).isEqualTo(new Reserved());
        assertThat(machine.reserve(DB, MemorySize.ofGibibytes(3)))
                .isEqualTo(new OutOfMemory(MemorySize.ofGibibytes(1)));
        assertThat(machine.reserve(DB, MemorySize.ofGibibytes(2))).isEqualTo(new Reserved());
        assertThat(machine.unreserved()).isEqualTo(MemorySize.ZERO);
    }

    @Test
    void keepsTheFirstReservationOfAVm() {
        var machine = new MachineMemory(MemorySize.ofGibibytes(8), PAGE);
        machine.reserve(WEB, MemorySize.ofGibibytes(6));
        assertThat(machine.reserve(WEB, MemorySize.ofGibibytes(1)))
                .isEqualTo(new AlreadyReserved(MemorySize.ofGibibytes(6)));
        machine.release(WEB);
        machine.release(WEB);
        assertThat(machine.unreserved()).isEqualTo(MemorySize.ofGibibytes(8));
        assertThat(machine.reserve(WEB, MemorySize.ofGibibytes(8))).isEqualTo(new Reserved());
    }

    @Test
    void holdsAHundredClonesInTheFramesOfOne() {
        Image image = Image.of(new ImageSpec("debian", 1000, 0));
        var machine = new MachineMemory(PAGE.times(100_000), PAGE);
        List<AddressSpace> clones = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clones.add(AddressSpace.over(image, 1000));
            machine.reserve(new VmId("web-" + i), PAGE.times(1000));
            machine.settle(new VmId("web-" + i), clones.get(i).use());
        }
        assertThat(machine.account().ownedFrames()).isEqualTo(1000);
        clones.get(42).write(1, 1);
        machine.settle(new VmId("web-42"), clones.get(42).use());
        assertThat(machine.account().ownedFrames()).isEqualTo(1001);
    }

    @Test
    void givesAPartOfAPageAWholeFrame() {
        var machine = new MachineMemory(PAGE.times(2), PAGE);
        assertThat(machine.framesOf(new MemorySize(4097))).isEqualTo(2);
        assertThat(machine.reserve(WEB, new MemorySize(8193))).isEqualTo(new OutOfMemory(PAGE));
    }

    @Test
    void refusesToSettleMoreThanWasPromisedAndLeavesEverythingAsItWas() {
        var machine = new MachineMemory(PAGE.times(100), PAGE);
        machine.reserve(WEB, PAGE.times(10));
        machine.reserve(DB, PAGE.times(10));
        machine.settle(WEB, new MemoryUse(IMAGES.get(0).spec(), 5, 3, 1));
        MemoryAccount before = machine.account();
        assertThatThrownBy(() -> machine.settle(DB, MemoryUse.ofPrivate(11))).hasMessageContaining("does not cover");
        assertThatThrownBy(() -> machine.settle(new VmId("stranger"), MemoryUse.ofPrivate(0)))
                .hasMessageContaining("stranger");
        assertThatThrownBy(() -> machine.settle(DB, new MemoryUse(IMAGES.get(0).spec(), 6, 3, 1)))
                .hasMessageContaining("an image of 5 frames, not 6");
        assertThat(machine.account()).isEqualTo(before);
    }

    @Test
    void tellsAnAccountWithALostOrADoubleFrame() {
        var owned = Map.of(WEB, 4L);
        var shared = Map.of(IMAGES.get(0).spec(), 3L);
        assertThat(new MemoryAccount(10, 3, owned, shared).isConserved()).isTrue();
        assertThat(new MemoryAccount(10, 2, owned, shared).isConserved()).isFalse();
        assertThat(new MemoryAccount(10, 4, owned, shared).isConserved()).isFalse();
        assertThat(new MemoryAccount(6, -1, owned, shared).isConserved()).isFalse();
    }
}
