package io.godwit.memory.pressure;

import io.godwit.device.DiskSpec;
import io.godwit.identity.VmId;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MachineMemory.Pools;
import io.godwit.memory.MappingSize;
import io.godwit.memory.Mappings;
import io.godwit.memory.MemoryUse;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageFaults;
import io.godwit.memory.PageStore;
import io.godwit.memory.PageWriter;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The memory of a host that promises more than it has, or looks for equal pages. Each page that a guest touches gets a
/// frame; pressure is met in order: what is free, balloons, compression, swap, and at last somebody is stopped.
///
/// Balloons, samples and the scanner move in *turns*, which the hypervisor takes at equal times while there is reason
/// to. Mutable; confined to the hypervisor's actor.
///
/// *Not modelled*: a guest that reads its memory but for its files, prefetching, and the way of pages within the host.
public final class ManagedMemory {

    private final MemoryManagement management;
    private final MachineMemory machine;
    private final long overheadFrames;
    private final List<Tenant> tenants = new ArrayList<>();
    private final FrameLedger ledger;
    private final Reclaim reclaim;
    private final Balloons balloons;
    private final Scanner scanner;
    private Pressure pressure = Pressure.NONE;
    private int numbers;
    private long lastTurnNs;
    private long sampledAtNs;
    private long scanNs;
    private long workNs;

    /// @param overheadFrames that the host takes for each VM beside its own
    public ManagedMemory(MemoryManagement management, MachineMemory machine, DiskSpec swapDisk, long overheadFrames) {
        this.management = management;
        this.overheadFrames = overheadFrames;
        this.machine = machine;
        MemorySize page = machine.pageSize();
        long poolFrames = management.costs().compression().pool().of(machine.totalFrames());
        ledger = new FrameLedger(
                new CompressedPool(management.costs().compression(), poolFrames),
                new SwapSpace(management.swap(), page, swapDisk),
                management.sharing().map(MemoryManagement.Sharing::acrossVms).orElse(false));
        ledger.free = machine.freeFrames();
        reclaim = new Reclaim(ledger, tenants, management);
        double pagesPerSecond = management.costs().balloon().speed().bitsPerSecond() / 8.0 / page.bytes();
        balloons = new Balloons(tenants, reclaim, pagesPerSecond);
        scanner = new Scanner(ledger);
    }

    public MemoryManagement management() {
        return management;
    }

    public Pressure pressure() {
        return pressure;
    }

    /// A VM has come, with what its memory holds already. It has a promise from the machine.
    public void add(VmId vm, AddressSpace memory, MemoryTerms terms, Mappings mappings) {
        numbers++;
        Tenant tenant = new Tenant(vm, numbers, memory, new Tenant.Ground(terms, mappings, management.loadsImages()));
        tenants.add(tenant);
        ledger.free -= machine.framesFor(useOf(tenant));
        reclaim.repay(tenant);
        settleOwnWork(lastTurnNs);
        publish();
    }

    /// How a VM that comes now is mapped: by as many large mappings as its limit allows and leave the host out of need.
    public Mappings mappings(long pages, MemoryTerms terms, MappingSize asked) {
        long kept = management.costs().free().high().of(machine.totalFrames()) + overheadFrames;
        return new Mappings(pages, asked, Math.min(terms.limitPages(), ledger.free - kept));
    }

    /// Of one that is here.
    public Optional<Mappings> mappings(VmId vm) {
        return find(vm).map(Tenant::mappings);
    }

    /// Gives a VM another size: all that it has is in frames again, and its balloon is empty. Its places are left while
    /// its memory still has the pages that they are of.
    ///
    /// @param pages at least those that it uses
    public void resize(VmId vm, long pages, MemoryTerms terms) {
        Tenant tenant = find(vm).orElseThrow();
        AddressSpace memory = tenant.memory();
        ledger.vacate(tenant);
        publish();
        memory.resize(pages);
        add(vm, memory, terms, mappings(pages, terms, tenant.mappings().asked()));
    }

    /// A VM has another standing, and at once what goes with it: frames of its own up to its limit, in frames what is
    /// reserved for it, and a balloon that leaves it its minimum.
    public void stands(VmId vm, MemoryTerms terms) {
        Tenant tenant = find(vm).orElseThrow();
        tenant.become(terms);
        reclaim.repay(tenant);
        reclaim.honour(tenant);
        settleOwnWork(lastTurnNs);
        publish();
    }

    /// A VM has gone, or will.
    public void remove(VmId vm) {
        find(vm).ifPresent(ledger::vacate);
        publish();
    }

    /// Whether the VM has memory here: not if it was stopped for want of some.
    public boolean has(VmId vm) {
        return find(vm).isPresent();
    }

    /// Where a guest's accesses are settled. After its flush, [#takeStopped] may name VMs that are no longer here.
    public PageStore store(VmId vm, long nowNs) {
        return new PageStore() {
            @Override
            public long pages() {
                return find(vm).orElseThrow().pages();
            }

            @Override
            public PageWriter writer(long accesses) {
                Tenant tenant = find(vm).orElseThrow();
                return tenant.memory().writer(accesses, new Faults(tenant, nowNs));
            }
        };
    }

    /// Pages arrive from another host. Each that changes what the page holds takes a frame.
    public void write(VmId vm, PageBatch batch, long nowNs) {
        Tenant tenant = find(vm).orElseThrow();
        Faults faults = new Faults(tenant, nowNs);
        for (int i = 0; i < batch.size(); i++) {
            if (tenant.memory().content(batch.page(i)) != batch.content(i) && faults.touch(batch.page(i), true)) {
                tenant.memory().write(batch.page(i), batch.content(i));
            }
        }
        faults.settled();
    }

    /// VMs that were stopped for want of memory since this was last asked. They have nothing here any more.
    public List<VmId> takeStopped() {
        return reclaim.takeStopped();
    }

    /// How much guests were held up since this was last asked.
    public List<Held> takeHeld() {
        List<Held> held = new ArrayList<>();
        for (Tenant tenant : tenants) {
            if (tenant.stallNs > 0) {
                held.add(new Held(tenant.id(), tenant.stallNs, tenant.swapFaults, tenant.guestFaults));
                tenant.stallNs = 0;
                tenant.swapFaults = 0;
                tenant.guestFaults = 0;
            }
        }
        return held;
    }

    /// When the next turn is due; empty while nothing changes without anybody asking. Soon, where more is promised than
    /// there is, equal pages are looked for or a balloon is inflated; and once a sample period on a host that may come
    /// to that, so that it knows by then who uses what.
    public Optional<Duration> nextTurn() {
        if (tenants.isEmpty()) {
            return Optional.empty();
        }
        boolean isSoon = management.sharing().isPresent()
                || machine.isOvercommitted()
                || pressure != Pressure.NONE
                || tenants.stream().anyMatch(tenant -> tenant.ballooned > 0);
        if (isSoon) {
            return Optional.of(management.costs().turn());
        }
        return management.overcommits()
                ? Optional.of(management.costs().balloon().samplePeriod())
                : Optional.empty();
    }

    /// Does what is due where all guests run, see [#turn(long, Predicate)].
    public void turn(long nowNs) {
        turn(nowNs, _ -> true);
    }

    /// Does what is due, once guests have settled what they did until now.
    ///
    /// @param runs whose guest does: in one that stands still no driver moves its balloon
    public void turn(long nowNs, Predicate<VmId> runs) {
        tenants.forEach(tenant -> tenant.runs = runs.test(tenant.id()));
        long elapsedNs = nowNs - lastTurnNs;
        lastTurnNs = nowNs;
        sample(nowNs);
        pressure = pressureNow();
        long total = machine.totalFrames();
        MemoryCosts.Thresholds thresholds = management.costs().free();
        switch (pressure) {
            case NONE -> balloons.deflate(ledger.free - thresholds.high().of(total));
            case EASING -> balloons.hold();
            case SOFT, HARD -> balloons.inflate(thresholds.high().of(total) - ledger.free);
        }
        balloons.move(Math.min(elapsedNs, management.costs().turn().toNanos()));
        if (ledger.free < thresholds.hard().of(total)) {
            reclaim.free(thresholds.hard().of(total));
        }
        management.sharing().ifPresent(sharing -> scan(sharing.scan(), elapsedNs));
        settleOwnWork(nowNs);
        publish();
    }

    /// CPU time of the host's own that compressing took since this was last asked, in nanoseconds. What a guest makes
    /// its host compress, as no frame was free, is in the guest's stall.
    public long takeWorkNs() {
        long taken = workNs;
        workNs = 0;
        return taken;
    }

    /// What the scanner takes of one core, while there is something to scan.
    public long scannerNanoCores() {
        return tenants.isEmpty()
                ? 0
                : management.sharing().map(it -> it.scan().nanoCores()).orElse(0L);
    }

    public Optional<TenantFigures> figures(VmId vm) {
        return find(vm).map(TenantFigures::of);
    }

    /// How many pages of a part of a VM's memory are in frames of its own or that equal pages share.
    ///
    /// @param end behind the last page of the part
    public long inFrames(VmId vm, long first, long end) {
        return find(vm).map(tenant -> tenant.places.inFrames(first, end)).orElse(0L);
    }

    /// Whether a frame that pages share holds this: one of equal pages, or that of the VM's image for this page of it.
    public boolean isShared(VmId vm, long page, long content) {
        return ledger.sharedFrames().has(content)
                || find(vm).filter(tenant -> tenant.findsInItsImage(page, content))
                        .isPresent();
    }

    public ScannerFigures scannerFigures() {
        return management
                .sharing()
                .map(it -> scanner.figures(tenants, it.scan().item().bytes()))
                .orElse(ScannerFigures.none());
    }

    public MemorySize swapUsed() {
        return machine.pageSize().times(ledger.swap().usedPages());
    }

    /// For tests, which count all over again.
    List<Tenant> tenants() {
        return List.copyOf(tenants);
    }

    FrameLedger ledger() {
        return ledger;
    }

    private void sample(long nowNs) {
        MemoryCosts.Balloon settings = management.costs().balloon();
        if (nowNs - sampledAtNs >= settings.samplePeriod().toNanos()) {
            sampledAtNs = nowNs;
            tenants.forEach(tenant -> tenant.sample.renew(settings.samples()));
        }
    }

    private Pressure pressureNow() {
        long total = machine.totalFrames();
        MemoryCosts.Thresholds thresholds = management.costs().free();
        if (ledger.free < thresholds.hard().of(total)) {
            return Pressure.HARD;
        }
        if (ledger.free < thresholds.soft().of(total)) {
            return Pressure.SOFT;
        }
        return ledger.free < thresholds.high().of(total) ? Pressure.EASING : Pressure.NONE;
    }

    /// As many whole cycles as the time had, and what is left of it next time.
    private void scan(MemoryCosts.Scan scan, long elapsedNs) {
        scanNs += elapsedNs;
        long cycles = scanNs / scan.cycleNs();
        scanNs %= scan.cycleNs();
        scanner.scan(tenants, cycles * scan.pages());
    }

    private Optional<Tenant> find(VmId vm) {
        return tenants.stream().filter(tenant -> tenant.id().equals(vm)).findFirst();
    }

    private void remove(Tenant tenant) {
        int index = tenants.indexOf(tenant);
        tenants.remove(index);
        scanner.removed(index);
    }

    private MemoryUse useOf(Tenant tenant) {
        return tenant.isGone ? tenant.use() : tenant.use().withPrivate(overheadFrames);
    }

    /// The host moved pages on its own account: nobody waits for that, but its own CPU time goes into it.
    private void settleOwnWork(long nowNs) {
        ledger.swap().writeBehind(nowNs);
        workNs += ledger.pool().takeWorkNs();
    }

    /// Tells the machine who has which frames now, and hears how many are free.
    private void publish() {
        for (Tenant tenant : List.copyOf(tenants)) {
            machine.settle(tenant.id(), useOf(tenant));
            if (tenant.isGone) {
                remove(tenant);
            }
        }
        machine.settle(new Pools(ledger.sharedFrames().frames(), ledger.pool().frames()));
        ledger.free = machine.freeFrames();
    }

    /// What happens when a guest touches a page.
    private final class Faults implements PageFaults {

        private final Tenant tenant;
        private final long nowNs;
        private long swapIns;
        private long refaults;
        private long decompressions;

        Faults(Tenant tenant, long nowNs) {
            this.tenant = tenant;
            this.nowNs = nowNs;
        }

        @Override
        public boolean isRoomyFor(int accesses) {
            return ledger.free >= accesses
                    && tenant.freePages() >= accesses
                    && tenant.own + accesses <= tenant.terms().limitPages();
        }

        @Override
        public boolean touch(long page, boolean writes) {
            if (tenant.isGone) {
                return false;
            }
            int place = tenant.places.touch(page);
            boolean stays = place == Place.OWN || (!writes && (place == Place.SHARED || place == Place.NONE));
            if (!stays) {
                bring(page, place);
            }
            return !tenant.isGone;
        }

        @Override
        public void settled() {
            tenant.swapFaults += swapIns;
            tenant.guestFaults += refaults;
            tenant.decompressed += decompressions;
            tenant.stallNs += ledger.swap().transfer(nowNs, swapIns + refaults)
                    + ledger.pool().takeWorkNs()
                    + decompressions
                            * management.costs().compression().decompress().toNanos();
            publish();
        }

        private void bring(long page, int place) {
            boolean isNewToGuest = place == Place.GIVEN_UP || (place == Place.NONE && !tenant.isImageShared(page));
            if (isNewToGuest && tenant.freePages() < 1 && !reclaim.giveUp(tenant)) {
                tenant.ballooned -= Math.min(1, tenant.ballooned); // a driver gives back before its guest fails
            }
            reclaim.bring(tenant, page);
            swapIns += place == Place.SWAPPED ? 1 : 0;
            refaults += place == Place.GIVEN_UP ? 1 : 0;
            decompressions += place == Place.COMPRESSED ? 1 : 0;
        }
    }
}
