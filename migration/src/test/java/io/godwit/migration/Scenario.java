package io.godwit.migration;

import io.godwit.device.DiskSpec;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.host.HostSpec;
import io.godwit.identity.VmId;
import io.godwit.image.GuestImage;
import io.godwit.image.Image;
import io.godwit.link.LinkQuality;
import io.godwit.memory.AddressSpace;
import io.godwit.migration.precopy.StopRule;
import io.godwit.migration.precopy.Terms;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Power;
import io.godwit.unit.Share;
import io.godwit.virtualization.LifeStep;
import io.godwit.virtualization.Profile;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One guest that writes its memory, and the link over which it is to move.
///
/// @param seed of what the guest writes
/// @param disk that the guest has
/// @param serves whether it keeps a client's ledger
/// @param image that its memory begins with, but for one whose disk goes along
record Scenario(
        MemorySize memory,
        MemorySize workingSet,
        Pattern pattern,
        EventRate writes,
        LinkQuality link,
        Terms terms,
        long seed,
        String disk,
        boolean serves,
        GuestImage image) {

    /// A guest that serves nobody, with a disk that both hosts reach.
    Scenario(
            MemorySize memory,
            MemorySize workingSet,
            Pattern pattern,
            EventRate writes,
            LinkQuality link,
            Terms terms,
            long seed) {
        this(memory, workingSet, pattern, writes, link, terms, seed, SharedDisk.NAME, false, GuestImage.blank());
    }

    /// A disk of some size, and nothing in memory.
    static final GuestImage BASED = new GuestImage(
            "based",
            GuestImage.blank().kernel(),
            GuestImage.blank().memory(),
            new GuestImage.Disk(MemorySize.ofMebibytes(24), "a test"),
            List.of());

    /// Three quarters of a small guest's memory, a tenth of it zero.
    static final GuestImage FILLED = new GuestImage(
            "filled",
            GuestImage.blank().kernel(),
            new GuestImage.Memory(MemorySize.ofMebibytes(24), Share.parse("10%"), "a test"),
            GuestImage.blank().disk(),
            List.of());

    /// Of a host that nobody says anything else of.
    static final int CORES = 4;

    static final Duration DUMP = Duration.ofMillis(40);
    static final Duration RESTORE = Duration.ofMillis(60);

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    /// 4 GiB that dirty 200 MiB/s of their pages, and 10 Gbit/s with 0.2 ms.
    static Scenario fourGibibytes(Pattern pattern, MemorySize workingSet) {
        return new Scenario(
                MemorySize.ofGibibytes(4),
                workingSet,
                pattern,
                EventRate.parse("51200/s"),
                new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit")),
                Terms.within(Duration.ofMillis(5), 30),
                1);
    }

    /// A guest that is moved in half a second, so that hundreds of runs are cheap.
    static Scenario small(long seed) {
        return new Scenario(
                MemorySize.ofMebibytes(32),
                MemorySize.ofMebibytes(16),
                new Pattern.Random(),
                EventRate.parse("3000/s"),
                new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("1Gbit")),
                Terms.within(Duration.ofMillis(20), 12),
                seed);
    }

    /// The same guest, moved in another way: a hybrid gives its rounds up after two, and what is left follows the
    /// guest.
    Scenario by(Mode mode) {
        StopRule stop = mode == Mode.HYBRID ? new StopRule.DowntimeLimit(1, 2) : terms.stop();
        return with(new Terms(mode, stop, terms.most(), terms.help()));
    }

    Scenario with(Terms others) {
        return new Scenario(memory, workingSet, pattern, writes, link, others, seed, disk, serves, image);
    }

    Scenario seeded(long other) {
        return new Scenario(memory, workingSet, pattern, writes, link, terms, other, disk, serves, image);
    }

    /// The same guest, which keeps a client's ledger on that disk.
    Scenario serving(String on) {
        return new Scenario(memory, workingSet, pattern, writes, link, terms, seed, on, true, image);
    }

    /// The same guest, which begins with what is in an image.
    Scenario of(GuestImage other) {
        return new Scenario(memory, workingSet, pattern, writes, link, terms, seed, disk, serves, other);
    }

    /// The same guest, with another link's speed.
    Scenario over(Bandwidth bandwidth) {
        return new Scenario(
                memory,
                workingSet,
                pattern,
                writes,
                new LinkQuality(link.latency(), bandwidth),
                terms,
                seed,
                disk,
                serves,
                image);
    }

    WorkloadSpec work() {
        return new WorkloadSpec(
                new WorkloadSpec.CpuSpec.Constant(1_000),
                Optional.of(writing()),
                serves ? Optional.of(new WorkloadSpec.LedgerSpec(Session.WRITES)) : Optional.empty());
    }

    MemorySpec writing() {
        return new MemorySpec(workingSet, writes, pattern);
    }

    VmSpec vm() {
        return new VmSpec(
                new VmId("web-1"),
                "web",
                1,
                memory,
                terms.mode().isOfContainers() ? VmKind.CONTAINER : VmKind.FULL,
                CpuShare.byDefault(),
                disk.equals(VmSpec.LOCAL_DISK) ? BASED.image() : image.image(),
                disk,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }

    HostSpec host(int cores) {
        return new HostSpec(
                "test",
                new HostSpec.Processors(1, cores, 1, Frequency.parse("2GHz"), true, true, "a test"),
                new HostSpec.Memory(memory.times(2), MemorySize.ZERO, PAGE, "a test"),
                List.of(),
                List.of(new DiskSpec(
                        "d", Bandwidth.parse("1GiB/s"), EventRate.parse("1000/s"), Duration.ofMillis(1), "a test")),
                new HostSpec.PowerCurve(List.of(Power.parse("100W"), Power.parse("200W")), "a test"));
    }

    /// A hypervisor that costs nothing, but for what it takes to dump a container and to restore it.
    static Profile hypervisor() {
        Profile bare = Profile.bare();
        SortedMap<LifeStep, SortedMap<VmKind, Profile.Taken>> times = new TreeMap<>(bare.times());
        times.put(LifeStep.DUMP, new TreeMap<>(Map.of(VmKind.CONTAINER, new Profile.Taken(DUMP, "a test"))));
        times.put(LifeStep.RESTORE, new TreeMap<>(Map.of(VmKind.CONTAINER, new Profile.Taken(RESTORE, "a test"))));
        return new Profile(
                bare.hypervisor(),
                bare.product(),
                bare.type(),
                bare.era(),
                bare.os(),
                times,
                bare.scheduler(),
                bare.memory(),
                bare.limits(),
                bare.containers(),
                bare.devices(),
                bare.steps(),
                bare.mechanisms());
    }

    Workload workload() {
        return new Workload(new CpuDemand.Constant(Share.ALL), 1, Optional.of(dirtier()), serves);
    }

    /// The digest of a guest that made so many writes and was never moved.
    long twinDigest(long writesMade) {
        AddressSpace twin = AddressSpace.over(Image.of(image.contents()), pages());
        dirtier().apply(0, writesMade, twin::write);
        return twin.digest();
    }

    long pages() {
        return memory.pages(PAGE);
    }

    long workingSetPages() {
        return workingSet.pages(PAGE);
    }

    private MemoryDirtier dirtier() {
        return new MemoryDirtier(Seed.of(seed), workingSetPages(), writes, pattern);
    }
}
