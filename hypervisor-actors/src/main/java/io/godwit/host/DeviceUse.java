package io.godwit.host;

import io.godwit.cpu.CpuTopology;
import io.godwit.device.DevicePath;
import io.godwit.unit.Exact;

/// One device of a guest with bulk on it: what the hardware grants, what the guest gets done of that with the CPU that
/// it and its host have, and what that costs both. Mutable.
///
/// *The number.* CPU is asked for as what is granted needs it. Whoever has less gets as much less done: achieved =
/// granted × what the guest's vCPUs get of what they ask for × the same of the host's own share.
///
/// *Not modelled*: that what a guest leaves of the hardware for want of CPU is given to others.
final class DeviceUse {

    /// All of the CPU that was asked for, in billionths.
    static final long WHOLE = CpuTopology.CORE;

    private final DevicePath path;
    private final Meter operations = Meter.ofEvents();
    private final Meter exits = Meter.ofEvents();
    private final Meter guest = Meter.ofCoreTime();
    private final Meter backEnd = Meter.ofCoreTime();
    private int depth = Integer.MAX_VALUE;
    private long milliGranted;
    private long milliAchieved;
    private long latencyNs;
    private boolean lacksCpu;

    /// The part of what is granted that was last achieved, and whether that, or the depth, is another one since.
    private long share = WHOLE;

    private boolean anew = true;

    DeviceUse(DevicePath path) {
        this.path = path;
    }

    /// From now on the guest keeps so many operations in flight at most.
    void deep(int operations) {
        anew |= operations != depth;
        depth = operations;
    }

    DevicePath path() {
        return path;
    }

    /// From now on the hardware lets it have this.
    void grant(long milli, long eachNs) {
        anew |= milli != milliGranted || eachNs != latencyNs;
        milliGranted = milli;
        latencyNs = eachNs;
    }

    /// What all that is granted takes of the guest's vCPUs.
    long guestNanoCores() {
        return path.guestNanoCores(milliGranted, inFlight(milliGranted));
    }

    /// What it takes of the host's CPU beside them.
    long hostNanoCores() {
        return path.backEndNanoCores(milliGranted);
    }

    /// From now on it gets this part done of what is granted. Nothing is done if it did already: each time that a
    /// host's CPU is shared out, all that have bulk are asked.
    ///
    /// @param nextShare in billionths
    void achieve(long nextShare, long nowNs) {
        boolean same = nextShare == share || milliGranted == 0;
        share = nextShare;
        if (same && !anew) {
            return;
        }
        anew = false;
        lacksCpu = share < WHOLE && milliGranted > 0;
        milliAchieved = Exact.floorMulDiv(milliGranted, share, WHOLE);
        operations.rate(milliAchieved, nowNs);
        exits.rate(path.milliExits(milliAchieved, inFlight(milliAchieved)), nowNs);
        guest.rate(path.guestNanoCores(milliAchieved, inFlight(milliAchieved)), nowNs);
        backEnd.rate(path.backEndNanoCores(milliAchieved), nowNs);
    }

    /// Nothing more is done.
    void stop(long nowNs) {
        grant(0, 0);
        achieve(WHOLE, nowNs);
    }

    boolean lacksCpu() {
        return lacksCpu;
    }

    long milliAchieved() {
        return milliAchieved;
    }

    /// Core time of the guest that it has taken so far.
    long guestNs(long nowNs) {
        return guest.count(nowNs);
    }

    long backEndNs(long nowNs) {
        return backEnd.count(nowNs);
    }

    long exits(long nowNs) {
        return exits.count(nowNs);
    }

    VmDevices.Work work(long nowNs) {
        return new VmDevices.Work(
                milliAchieved,
                latencyNs(),
                inFlight(milliAchieved),
                path.milliExits(milliAchieved, inFlight(milliAchieved)),
                path.guestNanoCores(milliAchieved, inFlight(milliAchieved)),
                path.backEndNanoCores(milliAchieved));
    }

    VmDevices.Totals totals(long nowNs) {
        return new VmDevices.Totals(operations.count(nowNs), exits(nowNs), guestNs(nowNs), backEndNs(nowNs));
    }

    /// Whoever lacks CPU leaves its operations waiting for it.
    private long latencyNs() {
        return lacksCpu ? (long) (latencyNs * ((double) milliGranted / milliAchieved)) : latencyNs;
    }

    private int inFlight(long milli) {
        return path.inFlight(milli, latencyNs, depth);
    }
}
