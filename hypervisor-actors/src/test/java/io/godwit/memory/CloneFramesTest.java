package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames that clones share: each has one owner, none is missing, and none is counted for each clone.
class CloneFramesTest {

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);
    private static final long PAGES = 300;
    private static final Image IMAGE = Image.of(new ImageSpec("debian", 100, 0.3));

    private final MachineMemory machine = new MachineMemory(PAGE.times(20 * PAGES), PAGE);

    /// A guest as one would draw it: which frame each page that it wrote is in. Clones have the same ones in common.
    private record Naive(AddressSpace space, Map<Long, Object> frames) {

        Naive clone(AddressSpace copy) {
            return new Naive(copy, new TreeMap<>(frames));
        }
    }

    private static final class Host {

        private final Map<VmId, Naive> guests = new TreeMap<>();

        /// Frames that someone has, each once.
        Set<Object> frames() {
            Set<Object> frames = Collections.newSetFromMap(new IdentityHashMap<>());
            guests.values().forEach(guest -> frames.addAll(guest.frames().values()));
            return frames;
        }

        boolean isShared(VmId vm, Object frame) {
            return guests.entrySet().stream()
                    .anyMatch(other -> !other.getKey().equals(vm)
                            && other.getValue().frames().containsValue(frame));
        }

        void write(VmId vm, long page, long content) {
            Naive guest = guests.get(vm);
            guest.space().write(page, content);
            Object frame = guest.frames().get(page);
            if (frame == null || isShared(vm, frame)) {
                guest.frames().put(page, new Object());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void eachFrameIsFreeOrOwnedThroughAnyHistoryOfClones(long seed) {
        var random = new SplittableRandom(seed);
        var host = new Host();
        for (int step = 0; step < 600; step++) {
            VmId vm = new VmId("vm-" + random.nextInt(8));
            Naive guest = host.guests.get(vm);
            if (guest == null) {
                appear(host, vm, random);
            } else if (random.nextInt(10) == 0) {
                host.guests.remove(vm);
                machine.release(vm);
            } else {
                for (int i = random.nextInt(40); i >= 0; i--) {
                    host.write(vm, random.nextLong(PAGES), random.nextInt(3));
                }
                machine.settle(vm, guest.space().use());
            }
            check(host);
        }
    }

    /// A clone of someone who is there, or a new guest.
    private void appear(Host host, VmId vm, SplittableRandom random) {
        machine.reserve(vm, PAGE.times(PAGES));
        List<VmId> others = new ArrayList<>(host.guests.keySet());
        if (others.isEmpty() || random.nextInt(4) == 0) {
            host.guests.put(vm, new Naive(AddressSpace.over(IMAGE, PAGES), new TreeMap<>()));
        } else {
            VmId source = others.get(random.nextInt(others.size()));
            Naive of = host.guests.get(source);
            AddressSpace clone = of.space().share();
            host.guests.put(vm, of.clone(clone));
            assertThat(clone.digest()).isEqualTo(of.space().digest());
            machine.settle(source, of.space().use());
        }
        machine.settle(vm, host.guests.get(vm).space().use());
    }

    private void check(Host host) {
        MemoryAccount account = machine.account();
        assertThat(account.isConserved()).as("%s", account).isTrue();
        long ofVms =
                account.vmFrames().values().stream().mapToLong(Long::longValue).sum();
        long written = 0;
        for (var entry : host.guests.entrySet()) {
            Naive guest = entry.getValue();
            MemoryUse use = guest.space().use();
            assertThat(use.privatePages()).isEqualTo(guest.frames().size());
            assertThat(account.vmFrames().get(entry.getKey()) + machine.sharedWithClones(entry.getKey()))
                    .isEqualTo(use.privatePages());
            written += use.privatePages();
            long alone = guest.frames().values().stream()
                    .filter(frame -> !host.isShared(entry.getKey(), frame))
                    .count();
            assertThat(account.vmFrames().get(entry.getKey()))
                    .as("what nobody shares is at least what is its own")
                    .isLessThanOrEqualTo(alone);
        }
        assertThat(ofVms + account.cloneFrames())
                .as("never fewer than there really are, never one for each clone")
                .isBetween((long) host.frames().size(), written);
    }

    @Test
    void aCloneTakesNoFrameUntilSomebodyWritesAndThenOne() {
        var host = new Host();
        var web = new VmId("web-1");
        var clone = new VmId("web-2");
        machine.reserve(web, PAGE.times(PAGES));
        machine.reserve(clone, PAGE.times(PAGES));
        host.guests.put(web, new Naive(AddressSpace.over(Image.blank(), PAGES), new TreeMap<>()));
        for (long page = 0; page < 50; page++) {
            host.write(web, page, 7);
        }
        machine.settle(web, host.guests.get(web).space().use());
        long free = machine.freeFrames();
        AddressSpace copy = host.guests.get(web).space().share();
        machine.settle(web, host.guests.get(web).space().use());
        machine.settle(clone, copy.use());
        assertThat(machine.freeFrames()).isEqualTo(free);
        assertThat(machine.account().cloneFrames()).isEqualTo(50);
        for (int again = 0; again < 3; again++) {
            copy.write(3, again);
        }
        machine.settle(clone, copy.use());
        assertThat(machine.freeFrames()).isEqualTo(free - 1);
        assertThat(machine.sharedWithClones(clone)).isEqualTo(49);
        assertThat(machine.sharedWithClones(web)).isEqualTo(50);
        machine.release(web);
        assertThat(machine.account().vmFrames()).containsEntry(clone, 50L);
        assertThat(machine.account().cloneFrames()).isZero();
        assertThat(machine.freeFrames()).isEqualTo(20 * PAGES - 50);
    }

    @Test
    void whoIsClonedAgainAndAgainKeepsFewLayers() {
        AddressSpace space = AddressSpace.over(Image.blank(), PAGES);
        List<AddressSpace> clones = new ArrayList<>();
        for (int i = 0; i < 3 * Lineage.MAX_LAYERS; i++) {
            space.write(i, i);
            clones.add(space.share());
        }
        assertThat(space.use().bases()).hasSizeLessThanOrEqualTo(Lineage.MAX_LAYERS);
        clones.forEach(clone -> assertThat(clone.use().ownFrames() + clone.use().sharedPages())
                .isEqualTo(clone.use().privatePages()));
        assertThat(clones.getLast().digest()).isEqualTo(space.digest());
    }

    @Test
    void aCloneThatGrowsKeepsWhatItShares() {
        AddressSpace space = AddressSpace.over(Image.blank(), 10);
        space.write(9, 1);
        AddressSpace clone = space.share();
        clone.resize(3L << PageChunk.SHIFT);
        clone.write((3L << PageChunk.SHIFT) - 1, 5);
        assertThat(clone.use().ownFrames()).isEqualTo(1);
        assertThat(clone.share().use().ownFrames()).isZero();
        clone.write(9, 2);
        assertThat(clone.use().ownFrames()).isEqualTo(1);
        assertThat(space.use().sharedPages()).isEqualTo(1);
    }
}
