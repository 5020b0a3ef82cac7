package io.godwit.device;

import io.godwit.settings.SettingsFile;
import io.godwit.unit.Exact;
import io.godwit.unit.IllegalQuantity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// What an operation of a guest's device passes on its way to the hardware, and what each step costs, as a file under
/// `config/devices` says. An operation of a block device is a read or a write, of a network device a frame.
///
/// **Batching.** Operations that are in flight at the same time share a kick and an interrupt: as many as are in
/// flight, at most [#batch]. So exits an operation are `exits / min(in flight, batch)`.
///
/// **Back-end.** One thread for each device. It is busy with an operation for [#backEndCost], and besides for as long
/// as the hardware takes to take it up at its fastest, since that rate was itself measured with one thread that
/// submits: a device does at most `1 / (backEndCost + take-up)` a second.
///
/// *Not modelled*: several queues or threads a device, polling, and that a longer queue makes a thread's caches warmer.
///
/// @param device name of the file
/// @param exits traps to the hypervisor that a batch costs, its kick and its interrupt together
/// @param queueDepth operations that the device holds at a time
/// @param exitCost CPU of the guest's time that each exit takes, until a profile says otherwise
/// @param guestCost CPU of the guest that its driver takes for an operation, beyond what a bare machine's would
/// @param backEndCost CPU of the host that the back-end takes for an operation
/// @param latency what an operation takes longer than on the bare hardware when nothing else is under way, beyond the
///     costs above: wake-ups and the way of the interrupt
/// @param source where each value comes from
public record DevicePath(
        String device,
        Use use,
        BackEnd backEnd,
        int exits,
        int batch,
        int queueDepth,
        Duration exitCost,
        Duration guestCost,
        Duration backEndCost,
        Duration latency,
        String source) {

    public static final SettingsFile<DevicePath> FILES = SettingsFile.of(DevicePath.class, "device");

    private static final long THOUSAND = 1_000;
    private static final long MILLION = 1_000_000;
    private static final long MILLION_OF_MILLI = MILLION * THOUSAND;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SECOND_OF_MILLI = THOUSAND * SECOND_NS;

    /// Of the order of a block layer's request queues.
    private static final int FREE_DEPTH = 1_024;

    public DevicePath {
        if (exits < 0 || batch < 1 || queueDepth < 1) {
            throw new IllegalQuantity("device " + device + " has " + exits + " exits, batches of " + batch
                    + " and a queue of " + queueDepth + ": write 0 or more exits, and 1 or more for the others");
        }
    }

    /// What the device is to the guest.
    public enum Use {
        BLOCK,
        NETWORK
    }

    /// One that costs nothing, for a machine where virtualization does.
    public static DevicePath free(Use use) {
        return new DevicePath(
                "free",
                use,
                BackEnd.NONE,
                0,
                1,
                FREE_DEPTH,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                "nothing lies between");
    }

    /// The same device where an exit costs this much.
    public DevicePath with(Duration otherExitCost) {
        return new DevicePath(
                device, use, backEnd, exits, batch, queueDepth, otherExitCost, guestCost, backEndCost, latency, source);
    }

    /// What it lets through of a guest that keeps this many operations in flight.
    public Lane lane(int depth) {
        return new Lane(
                Math.min(depth, queueDepth),
                aloneNs(),
                backEnd == BackEnd.NONE ? Optional.empty() : Optional.of(backEndCost.toNanos()));
    }

    /// How many operations are under way at a time at this rate, by Little's law, as far as the device holds them.
    ///
    /// @param latencyNs of one
    /// @param depth that the guest keeps in flight at most
    public int inFlight(long milliOperations, long latencyNs, int depth) {
        long most = Math.min(depth, queueDepth);
        long underWay = latencyNs >= SECOND_NS ? most : Exact.floorMulDiv(milliOperations, latencyNs, SECOND_OF_MILLI);
        return (int) Math.clamp(underWay, 1, most);
    }

    /// What one operation takes longer than on the bare hardware when it is the only one.
    public long aloneNs() {
        return Math.addExact(
                Math.addExact(latency.toNanos(), Math.multiplyExact(exits, exitCost.toNanos())),
                Math.addExact(guestCost.toNanos(), backEndCost.toNanos()));
    }

    /// A device, as whoever shares out the hardware behind it sees it.
    ///
    /// @param inFlight operations under way at most
    /// @param aloneNs what one takes longer than on the bare hardware
    /// @param threadNs of the back-end's one thread an operation; empty where there is no thread
    public record Lane(int inFlight, long aloneNs, Optional<Long> threadNs) {

        private static final long SECOND_PS = 1_000_000_000_000L;

        /// The most that the thread does where the hardware takes up an operation in no time, in thousandths of one a
        /// second.
        public long mostByThread() {
            return mostByThread(0);
        }

        /// The most that the thread does, in thousandths of an operation a second.
        ///
        /// @param takeUpPs as long as the hardware is busy with taking one up
        long mostByThread(long takeUpPs) {
            long busyPs = Math.addExact(Math.multiplyExact(threadNs.orElse(0L), THOUSAND), takeUpPs);
            return threadNs.isEmpty() || busyPs == 0 ? Long.MAX_VALUE : Exact.floorMulDiv(SECOND_PS, THOUSAND, busyPs);
        }
    }

    /// Exits a second, in thousandths.
    ///
    /// @param inFlight operations that are under way at a time
    public long milliExits(long milliOperations, int inFlight) {
        return Exact.ceilMulDiv(milliOperations, exits, Math.clamp(inFlight, 1, batch));
    }

    /// CPU that the guest needs for its operations, in nano-cores.
    public long guestNanoCores(long milliOperations, int inFlight) {
        return Math.addExact(
                nanoCores(milliExits(milliOperations, inFlight), exitCost), nanoCores(milliOperations, guestCost));
    }

    /// How many operations a second so many vCPUs drive that do nothing else, in full batches.
    ///
    /// @return empty where an operation takes nothing of them
    public OptionalLong mostByGuest(int vcpus) {
        long aMillion = guestNanoCores(MILLION_OF_MILLI, batch);
        return aMillion == 0
                ? OptionalLong.empty()
                : OptionalLong.of(Exact.floorMulDiv(Math.multiplyExact(vcpus, SECOND_NS), MILLION, aMillion));
    }

    /// CPU that the host needs for them, in nano-cores.
    public long backEndNanoCores(long milliOperations) {
        return nanoCores(milliOperations, backEndCost);
    }

    private static long nanoCores(long milli, Duration cost) {
        return Exact.ceilMulDiv(milli, cost.toNanos(), THOUSAND);
    }
}
