package io.godwit.host;

import io.godwit.device.BlockLoad;
import io.godwit.device.Bound;
import io.godwit.device.DeviceGrant;
import io.godwit.device.DevicePath;
import io.godwit.device.PacketLoad;
import io.godwit.unit.Exact;
import io.godwit.vm.VirtualMachine;
import java.util.Optional;

/// A guest that runs and has bulk on its devices. Mutable, its [DeviceBoard]'s.
final class DeviceTenant {

    private static final int WHOLE = VirtualMachine.Pace.WHOLE;

    /// Nothing was told yet.
    private static final long UNTOLD = -1;

    private final Resident resident;
    private Optional<DeviceUse> disk = Optional.empty();
    private Optional<Block> block = Optional.empty();
    private final CardUse card;
    private boolean waits;
    private long ownNanoCores;
    private long toldNanoCores = UNTOLD;
    private long toldPace = UNTOLD;

    private static final class Block {

        private final BlockLoad load;
        private final DeviceUse use;
        private DeviceGrant grant = DeviceGrant.NOTHING;
        private long heardNs;
        private boolean heard;

        private Block(BlockLoad load, DeviceUse use, long nowNs) {
            this.load = load;
            this.use = use;
            this.heardNs = nowNs;
            use.deep(load.depth());
        }
    }

    DeviceTenant(Resident resident, CardUse card) {
        this.resident = resident;
        this.card = card;
    }

    CardUse card() {
        return card;
    }

    /// Its guest runs from now on with this bulk on its disk, and has been told nothing yet. What the device has done
    /// so far stays counted.
    ///
    /// @param path of its disk
    void begin(DeviceAsk asked, DevicePath path, long nowNs) {
        Optional<BlockLoad> load = asked.load().block();
        card.begin(asked);
        toldNanoCores = UNTOLD;
        toldPace = UNTOLD;
        if (load.isPresent() && disk.isEmpty()) {
            disk = Optional.of(new DeviceUse(path));
        }
        block = load.map(bulk -> new Block(bulk, disk.orElseThrow(), nowNs));
        waits = load.map(BlockLoad::waits).orElse(false)
                || card.load().map(PacketLoad::waits).orElse(false);
    }

    Optional<BlockLoad> load() {
        return block.map(it -> it.load);
    }

    Resident resident() {
        return resident;
    }

    /// What its disk lets it have from now on.
    void disk(DeviceGrant grant, long nowNs) {
        block.ifPresent(it -> {
            it.grant = grant;
            it.heardNs = nowNs;
            it.heard = true;
            it.use.grant(grant.milliOperations(), grant.latencyNs());
        });
    }

    /// Whether its disk has something for it and has been silent since then.
    boolean isDiskSilentSince(long thenNs) {
        return block.isPresent()
                && block.get().heardNs <= thenNs
                && block.get().grant.bound() != Bound.UNREACHABLE;
    }

    /// Whether its disk has said anything since its guest runs.
    boolean isHeard() {
        return block.isEmpty() || block.get().heard;
    }

    long ownNanoCores() {
        return ownNanoCores;
    }

    /// Notes what its guest wants for its own work.
    void own(long nanoCores) {
        ownNanoCores = nanoCores;
    }

    /// What it wants of its vCPUs for its own work, as far as that doesn't wait, and for its devices.
    long demandNanoCores() {
        return paced(ownNanoCores)
                + block.map(it -> it.use.guestNanoCores()).orElse(0L)
                + card.use().guestNanoCores();
    }

    /// As much of this as its work, which waits for its devices, still needs.
    long paced(long nanoCores) {
        int pace = hardwarePace();
        return pace == WHOLE ? nanoCores : Exact.floorMulDiv(nanoCores, pace, WHOLE);
    }

    long hostNanoCores() {
        return block.map(it -> it.use.hostNanoCores()).orElse(0L) + card.use().hostNanoCores();
    }

    /// What its guest has for its own work, of what its vCPUs got.
    long ownOf(long grantNanoCores, long demandNanoCores) {
        return grantNanoCores >= demandNanoCores
                ? ownNanoCores
                : Exact.floorMulDiv(ownNanoCores, grantNanoCores, demandNanoCores);
    }

    /// From now on its vCPUs get this of what it wants, and its host this part of what that wants for itself.
    ///
    /// @param hostShare in billionths
    void run(long grantNanoCores, long demandNanoCores, long hostShare, long nowNs) {
        long own = grantNanoCores >= demandNanoCores
                ? DeviceUse.WHOLE
                : Exact.floorMulDiv(DeviceUse.WHOLE, grantNanoCores, demandNanoCores);
        long share = Exact.floorMulDiv(own, hostShare, DeviceUse.WHOLE);
        block.ifPresent(it -> it.use.achieve(share, nowNs));
        card.achieve(share, nowNs);
    }

    void stop(long nowNs) {
        ownNanoCores = 0;
        card.stop(nowNs);
        block.ifPresent(it -> {
            it.grant = DeviceGrant.NOTHING;
            it.use.stop(nowNs);
        });
    }

    /// How much its guest gets done of what its CPU would let it. One that wants no CPU of its own waits for that of
    /// its devices, too.
    ///
    /// @param hostShare in billionths
    int pace(long hostShare) {
        if (!waits) {
            return WHOLE;
        }
        if (ownNanoCores > 0) {
            return (int) Exact.floorMulDiv(hardwarePace(), hostShare, DeviceUse.WHOLE);
        }
        int ofDisk = block.filter(it -> it.load.waits())
                .map(it -> ratio(it.use.milliAchieved(), it.load.milliOperations()))
                .orElse(WHOLE);
        int ofCard = card.load()
                .filter(PacketLoad::waits)
                .map(it -> ratio(card.milliSent(), it.milliSent()))
                .orElse(WHOLE);
        return Math.min(ofDisk, ofCard);
    }

    private int hardwarePace() {
        int ofDisk = block.filter(it -> it.load.waits())
                .map(it -> ratio(it.grant.milliOperations(), it.load.milliOperations()))
                .orElse(WHOLE);
        return Math.min(ofDisk, card.hardwarePace(WHOLE));
    }

    private static int ratio(long got, long asked) {
        return got >= asked ? WHOLE : (int) Exact.floorMulDiv(WHOLE, got, asked);
    }

    /// What its guest was last told of its pace.
    int paceMillionths() {
        return toldPace == UNTOLD ? WHOLE : (int) toldPace;
    }

    /// What its guest is to be told of its CPU, if that is news.
    Optional<VirtualMachine.CpuGrant> newsOfCpu(long nanoCores) {
        if (nanoCores == toldNanoCores) {
            return Optional.empty();
        }
        toldNanoCores = nanoCores;
        return Optional.of(new VirtualMachine.CpuGrant(nanoCores));
    }

    /// What its guest is to be told of its pace, if that is news.
    Optional<VirtualMachine.Pace> newsOfPace(int millionths) {
        if (millionths == toldPace) {
            return Optional.empty();
        }
        toldPace = millionths;
        return Optional.of(new VirtualMachine.Pace(millionths));
    }

    long guestNs(long nowNs) {
        return disk.map(it -> it.guestNs(nowNs)).orElse(0L) + card.use().guestNs(nowNs);
    }

    long backEndNs(long nowNs) {
        return disk.map(it -> it.backEndNs(nowNs)).orElse(0L) + card.use().backEndNs(nowNs);
    }

    long exits(long nowNs) {
        return disk.map(it -> it.exits(nowNs)).orElse(0L) + card.use().exits(nowNs);
    }

    Optional<VmDevices.BlockBulk> blockBulk(long nowNs) {
        return block.map(it -> new VmDevices.BlockBulk(
                it.load, it.use.work(nowNs), it.use.lacksCpu() ? Bound.CPU : it.grant.bound(), it.use.totals(nowNs)));
    }

    Optional<VmDevices.CardBulk> cardBulk(long nowNs) {
        return card.load().isEmpty() && !card.getsAny()
                ? Optional.empty()
                : Optional.of(new VmDevices.CardBulk(
                        card.load(),
                        card.sendsToEverybody(),
                        card.milliOffered(),
                        card.milliSent(),
                        card.milliReceived(),
                        card.use().work(nowNs),
                        card.bound(),
                        card.use().totals(nowNs)));
    }
}
