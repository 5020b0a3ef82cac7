package io.godwit.lab;

import io.godwit.experiment.Trial;
import io.godwit.guest.Activity;
import io.godwit.host.HostMemory;
import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.image.Likeness;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingMix;
import io.godwit.memory.MappingSize;
import io.godwit.memory.Mappings;
import io.godwit.memory.Mappings.Cause;
import io.godwit.memory.PageWalk;
import io.godwit.memory.PageWriter;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.memory.pressure.MemoryTerms;
import io.godwit.memory.pressure.TenantFigures;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Burden;
import io.godwit.virtualization.Part;
import io.godwit.vm.Mechanism;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One host whose first guest is mapped by one size, as it is watched second by second. Mutable, for one run.
final class MappingsCourse {

    private static final MemorySize PAGE = MemoryBench.PAGE;
    private static final double PAGES_A_MIB = 256;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final VmId GUEST = new VmId("guest");
    private static final VmId NEWCOMER = new VmId("newcomer");

    /// What the guest writes each second, to the first half of its memory: it uses that, and no more.
    private static final int OWN_WRITES = 2_000;

    /// What two VMs have that are scanned, and for how long: two passes of KSM over both, and more.
    private static final MemorySize SCANNED = MemorySize.ofMebibytes(128);

    private static final int SCANNED_SECONDS = 40;

    /// @param size by which the guest is mapped
    record Setting(MappingSize size, Activity activity, MemorySize memory) {}

    /// How it stands at one moment.
    ///
    /// @param translationMs of a second of the guest's own CPU time
    /// @param wholeMiB in mappings larger than a page
    record Second(
            int at,
            double translationMs,
            double wholeMiB,
            double hugeMiB,
            double ownMiB,
            double balloonMiB,
            double swappedMiB) {}

    private final Setting setting;
    private final Burden burden;
    private final MachineMemory machine;
    private final ManagedMemory memory;
    private final RandomGenerator random;
    private final List<Second> seconds = new ArrayList<>();
    private long newcomerAt;

    private MappingsCourse(Trial trial, Setting setting, MemoryManagement how, MemorySize has) {
        var host = trial.host(MemoryBench.MACHINE);
        this.setting = setting;
        this.burden = Burden.of(
                setting.activity(),
                trial.profile("kvm"),
                Mechanism.NESTED_PAGING,
                host.processors().clock());
        this.machine = new MachineMemory(has, PAGE, new MemorySize(how.promised(has.bytes())));
        this.memory = new ManagedMemory(how, machine, host.disks().getFirst(), 0);
        this.random = trial.seedOf("guest").generator();
    }

    /// Two VMs that are promised more than their host has.
    static MappingsCourse crowded(Trial trial, Setting setting) {
        var has = new MemorySize(setting.memory().bytes() * 3 / 2);
        var how = MemoryManagement.of(MemoryBench.costs(trial))
                .overcommitted(1_500)
                .swapping(setting.memory());
        var course = new MappingsCourse(trial, setting, how, has);
        course.add(GUEST, Image.blank(), setting.size());
        course.add(NEWCOMER, Image.blank(), MappingSize.SMALL);
        return course;
    }

    /// Two VMs of one image, both mapped by one size, scanned for equal pages.
    static MappingsCourse scanned(Trial trial, Activity activity, MappingSize size) {
        var how = MemoryManagement.of(MemoryBench.costs(trial)).sharing(true).loadingImages();
        var course = new MappingsCourse(trial, new Setting(size, activity, SCANNED), how, SCANNED.times(3));
        var image = Image.of(new ImageSpec("server", SCANNED.pages(PAGE), 0, Likeness.none()));
        course.add(GUEST, image, size);
        course.add(NEWCOMER, image, size);
        for (int second = 0; second <= SCANNED_SECONDS; second++) {
            course.look(second);
            course.memory.turn(second * SECOND_NS);
        }
        return course;
    }

    private void add(VmId vm, Image image, MappingSize size) {
        long pages = setting.memory().pages(PAGE);
        var terms = new MemoryTerms(1_000, 0, pages, pages / 4, false, pages, 0);
        machine.reserve(vm, setting.memory(), MemorySize.ZERO);
        memory.add(vm, AddressSpace.over(image, pages), terms, memory.mappings(pages, terms, size));
    }

    MappingSize size() {
        return setting.size();
    }

    List<Second> seconds() {
        return seconds;
    }

    void openLog() {
        mappings().logOpened();
    }

    void closeLog() {
        mappings().logClosed();
    }

    /// A second passes, in which the newcomer writes to so many pages.
    void pass(int second, int newcomerWrites) {
        long half = setting.memory().pages(PAGE) / 2;
        write(GUEST, second, OWN_WRITES, () -> random.nextLong(half));
        long most = setting.memory().pages(PAGE) * 7 / 8;
        write(NEWCOMER, second, (int) Math.min(newcomerWrites, most - newcomerAt), () -> newcomerAt++);
        memory.turn(second * SECOND_NS);
        memory.takeHeld();
        look(second);
    }

    private interface Pages {

        long next();
    }

    private void write(VmId vm, int second, int count, Pages pages) {
        if (count > 0 && memory.has(vm)) {
            PageWriter writer = memory.store(vm, second * SECOND_NS).writer(count);
            for (int i = 0; i < count; i++) {
                writer.write(pages.next(), random.nextLong());
            }
            writer.flush();
        }
    }

    private void look(int second) {
        MappingMix mix = mappings().mix();
        Optional<TenantFigures> pages = memory.figures(GUEST);
        double extra = PageWalk.TWO_DIMENSIONS.extra(mix);
        seconds.add(new Second(
                second,
                burden.walking(extra).ns(Part.TRANSLATION) / 1e6,
                (mix.largePages() + mix.hugePages()) / PAGES_A_MIB,
                mix.hugePages() / PAGES_A_MIB,
                pages.map(TenantFigures::own).orElse(0L) / PAGES_A_MIB,
                pages.map(TenantFigures::ballooned).orElse(0L) / PAGES_A_MIB,
                pages.map(TenantFigures::swapped).orElse(0L) / PAGES_A_MIB));
    }

    HostMemory.Splits splits() {
        Mappings mappings = mappings();
        return new HostMemory.Splits(
                mappings.splits(Cause.SHARING),
                mappings.splits(Cause.BALLOONING),
                mappings.splits(Cause.COMPRESSION),
                mappings.splits(Cause.SWAP),
                mappings.splits(Cause.LOGGING));
    }

    double savedMiB() {
        return memory.scannerFigures().savedFrames() / PAGES_A_MIB;
    }

    private Mappings mappings() {
        return memory.mappings(GUEST).orElseThrow();
    }
}
