package io.godwit.memory.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.image.Likeness;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingSize;
import io.godwit.memory.Mappings;
import io.godwit.memory.PageWriter;
import io.godwit.memory.Reservation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories of a small host under pressure, beside a twin of each VM on a host without limits.
class PressureHistoriesTest {

    private static final List<Image> IMAGES = List.of(
            Image.blank(),
            Image.of(new ImageSpec("debian", 60, 0.3, new Likeness("linux", 300, 200, 4))),
            Image.of(new ImageSpec("ubuntu", 90, 0.2, new Likeness("linux", 300, 200, 4))));

    /// Frames beside its own that each VM takes.
    private static final long OVERHEAD = 2;

    private static final class History {

        final SplittableRandom random;
        final MachineMemory machine;
        final ManagedMemory memory;
        final Map<VmId, AddressSpace> twins = new TreeMap<>();
        final Map<VmId, AddressSpace> spaces = new TreeMap<>();
        final MappingSize mapping;
        final BiConsumer<History, VmId> change;
        long nowNs;
        long stopped;
        long resized;

        History(long seed) {
            this(seed, MappingSize.SMALL);
        }

        History(long seed, MappingSize mapping) {
            this(seed, mapping, History::stand);
        }

        /// @param mapping what every other VM asks for
        /// @param change what else becomes of a VM now and then
        History(long seed, MappingSize mapping, BiConsumer<History, VmId> change) {
            random = new SplittableRandom(seed);
            MemoryManagement management = Managements.of(seed);
            this.mapping = mapping;
            this.change = change;
            machine = Managements.machine(mapping == MappingSize.SMALL ? 300 : 3_000, management);
            memory = new ManagedMemory(management, machine, Managements.disk(), OVERHEAD);
        }

        void step() {
            nowNs += random.nextLong(2_000_000_000L);
            VmId vm = new VmId("vm-" + random.nextInt(7));
            if (!twins.containsKey(vm)) {
                admit(vm);
            } else if (random.nextInt(25) == 0) {
                memory.remove(vm);
                machine.release(vm);
                twins.remove(vm);
                spaces.remove(vm);
            } else if (random.nextInt(15) == 0) {
                change.accept(this, vm);
            } else {
                run(vm);
            }
            if (random.nextInt(2) == 0) {
                memory.turn(nowNs, it -> random.nextInt(5) > 0);
            }
            bury();
        }

        private void admit(VmId vm) {
            Image image = IMAGES.get(random.nextInt(IMAGES.size()));
            boolean isLarge = mapping != MappingSize.SMALL && random.nextBoolean();
            long large = isLarge ? mapping.pages() * (1 + random.nextInt(2)) : 0;
            long pages = large + image.spec().pages() + 1 + random.nextInt(120);
            boolean pinned = random.nextInt(8) == 0;
            long reserved = pinned ? pages : random.nextInt(3) == 0 ? random.nextLong(pages / 2 + 1) : 0;
            long limit = random.nextInt(4) == 0 ? Math.max(reserved, pages / 2 + 1) : pages;
            Reservation answer = machine.reserve(
                    vm,
                    machine.pageSize().times(pages + OVERHEAD),
                    machine.pageSize().times(reserved + OVERHEAD));
            if (answer instanceof Reservation.Reserved) {
                AddressSpace space = AddressSpace.over(image, pages);
                var terms = new MemoryTerms(
                        1 + random.nextInt(2_000), reserved, limit, pages / 4, pinned, pages / 2, pages / 4);
                memory.add(vm, space, terms, memory.mappings(pages, terms, isLarge ? mapping : MappingSize.SMALL));
                spaces.put(vm, space);
                twins.put(vm, AddressSpace.over(image, pages));
            }
        }

        /// Another standing while it is here, if the machine can keep it.
        private void stand(VmId vm) {
            long pages = spaces.get(vm).pages();
            Tenant tenant = tenant(vm);
            boolean pinned = tenant.terms().pinned();
            long reserved = pinned ? pages : random.nextLong(pages + 1);
            long limit = random.nextBoolean() ? pages : Math.max(1, Math.max(reserved, pages / 2));
            Reservation answer = machine.resize(
                    vm,
                    machine.pageSize().times(pages + OVERHEAD),
                    machine.pageSize().times(reserved + OVERHEAD));
            if (answer instanceof Reservation.Reserved) {
                MemoryTerms now = tenant.terms();
                memory.stands(
                        vm,
                        new MemoryTerms(
                                1 + random.nextInt(2_000),
                                reserved,
                                limit,
                                random.nextLong(pages / 2 + 1),
                                pinned,
                                now.filesFrom(),
                                now.filePages()));
            }
        }

        /// More memory or less while it is here, if the machine can keep it.
        private void resize(VmId vm) {
            AddressSpace space = spaces.get(vm);
            MemoryTerms now = tenant(vm).terms();
            long used = Math.max(Math.max(1, now.filesFrom() + now.filePages()), space.usedPages());
            long pages = used + random.nextLong(random.nextInt(4) == 0 ? 6_000 : 2 * used + 1);
            long reserved = now.pinned() ? pages : Math.min(now.reservationPages(), pages);
            Reservation answer = machine.resize(
                    vm,
                    machine.pageSize().times(pages + OVERHEAD),
                    machine.pageSize().times(reserved + OVERHEAD));
            if (answer instanceof Reservation.Reserved) {
                var terms = new MemoryTerms(
                        now.shares(), reserved, pages, pages / 4, now.pinned(), now.filesFrom(), now.filePages());
                memory.resize(vm, pages, terms);
                twins.get(vm).resize(pages);
                resized++;
            }
        }

        private Tenant tenant(VmId vm) {
            return memory.tenants().stream()
                    .filter(it -> it.id().equals(vm))
                    .findFirst()
                    .orElseThrow();
        }

        private void run(VmId vm) {
            AddressSpace twin = twins.get(vm);
            int accesses = random.nextInt(8) == 0 ? 5_000 : random.nextInt(120);
            PageWriter writer = memory.store(vm, nowNs).writer(accesses);
            PageWriter ofTwin = twin.writer(accesses);
            long spread = 1 + random.nextLong(twin.pages());
            for (int i = 0; i < accesses; i++) {
                long page = random.nextLong(spread);
                long content = random.nextInt(3) == 0 ? random.nextInt(6) : random.nextLong();
                if (random.nextInt(4) == 0) {
                    writer.read(twin.pages() - 1 - page / 2, 77 + page / 2);
                    ofTwin.read(twin.pages() - 1 - page / 2, 77 + page / 2);
                } else {
                    writer.write(page, content);
                    ofTwin.write(page, content);
                }
            }
            writer.flush();
            ofTwin.flush();
        }

        private void bury() {
            for (VmId gone : memory.takeStopped()) {
                machine.release(gone);
                twins.remove(gone);
                spaces.remove(gone);
                stopped++;
            }
        }

        void check() {
            Ledgers.assertAddUp(machine, memory.tenants(), memory.ledger(), OVERHEAD);
            twins.forEach((vm, twin) ->
                    assertThat(spaces.get(vm).digest()).as("%s", vm).isEqualTo(twin.digest()));
            assertThat(memory.tenants().stream().map(Tenant::id)).containsExactlyInAnyOrderElementsOf(twins.keySet());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 80, 100, 125})
    void framesAddUpPromisesHoldAndNoGuestCanTell(long seed) {
        var history = new History(seed);
        for (int step = 0; step < 250; step++) {
            history.step();
            history.check();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 156, 174})
    void framesAddUpWhereLargeMappingsAreSplit(long seed) {
        var history = new History(seed, MappingSize.LARGE);
        for (int step = 0; step < 200; step++) {
            history.step();
            history.check();
        }
    }

    @Test
    void framesAddUpWhereVmsGetOtherSizes() {
        for (MappingSize mapping : List.of(MappingSize.SMALL, MappingSize.LARGE)) {
            long resized = 0;
            for (long seed = 1; seed <= 12; seed++) {
                var history = new History(seed, mapping, History::resize);
                for (int step = 0; step < 200; step++) {
                    history.step();
                    history.check();
                }
                resized += history.resized;
            }
            assertThat(resized).as("%s", mapping).isGreaterThan(30);
        }
    }

    @Test
    void largeMappingsAreSplitByEveryMeansOfPressure() {
        var splits = new EnumMap<Mappings.Cause, Long>(Mappings.Cause.class);
        for (long seed = 1; seed <= 12; seed++) {
            var history = new History(seed, MappingSize.LARGE);
            for (int step = 0; step < 200; step++) {
                history.step();
                for (Tenant tenant : history.memory.tenants()) {
                    for (Mappings.Cause cause : Mappings.Cause.values()) {
                        splits.merge(cause, tenant.mappings().splits(cause), Long::sum);
                    }
                }
            }
        }
        assertThat(splits.remove(Mappings.Cause.LOGGING)).isZero(); // nobody moves here
        assertThat(splits.values()).hasSize(4).allMatch(count -> count > 0);
    }

    @Test
    void meetEveryMeansOfPressure() {
        long stopped = 0;
        long swapped = 0;
        long compressed = 0;
        long shared = 0;
        long ballooned = 0;
        long givenUp = 0;
        for (long seed = 1; seed <= 12; seed++) {
            var history = new History(seed);
            for (int step = 0; step < 250; step++) {
                history.step();
                for (Tenant tenant : history.memory.tenants()) {
                    swapped += tenant.swapped;
                    compressed += tenant.compressed;
                    shared += tenant.shared;
                    ballooned += tenant.ballooned;
                    givenUp += tenant.givenUp;
                }
            }
            stopped += history.stopped;
        }
        assertThat(Stream.of(stopped, swapped, compressed, shared, ballooned, givenUp))
                .allMatch(count -> count > 0);
    }

    /// Mistakes that a change to the code could make, each at the end of a history that is sound: the checks see them.
    @Test
    void findsPlantedBugs() {
        assertFinds(history -> busiest(history).own++);
        assertFinds(history -> history.memory.ledger().swap().add());
        assertFinds(history -> history.memory.ledger().sharedFrames().join(12_345));
        assertFinds(history -> busiest(history).ballooned = busiest(history).pages() + 1);
        assertFinds(history -> {
            Tenant tenant = busiest(history);
            long page = tenant.hostHand.next(Place.only(Place.OWN), 0).orElseThrow();
            tenant.places.put(page, Place.SWAPPED); // without the ledger
        });
        assertFinds(history -> {
            Tenant tenant = busiest(history);
            long page = tenant.hostHand.next(Place.only(Place.OWN), 0).orElseThrow();
            tenant.memory().write(page, tenant.memory().content(page) + 1); // a page that came back with other contents
        });
        assertFinds(history -> history.machine.release(busiest(history).id()));
    }

    /// A page that is taken out of a large mapping which is not split, and a split that took nothing.
    @Test
    void findsPlantedBugsOfMappings() {
        var history = new History(6, MappingSize.LARGE);
        for (int step = 0; step < 60; step++) {
            history.step();
        }
        history.check();
        Tenant tenant = history.memory.tenants().stream()
                .filter(it -> it.mappings().mix().largePages() > 0)
                .findFirst()
                .orElseThrow();
        long page = 0;
        while (!tenant.mappings().isWhole(page)) {
            page++;
        }
        int place = Place.of(tenant.places.state(page));
        tenant.places.put(page, Place.SWAPPED);
        tenant.own--;
        tenant.swapped++;
        assertThat(place).isEqualTo(Place.OWN);
        assertThatThrownBy(() -> Ledgers.assertMapped(tenant)).isInstanceOf(AssertionError.class);
    }

    private static Tenant busiest(History history) {
        return history.memory.tenants().stream()
                .filter(tenant -> !tenant.terms().pinned() && tenant.own > 3)
                .findFirst()
                .orElseThrow();
    }

    private static void assertFinds(Consumer<History> bug) {
        var history = new History(3);
        for (int step = 0; step < 60; step++) {
            history.step();
        }
        history.check();
        bug.accept(history);
        assertThatThrownBy(history::check).isInstanceOf(AssertionError.class);
    }
}
