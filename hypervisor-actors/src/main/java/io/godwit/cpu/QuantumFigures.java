package io.godwit.cpu;

/// What the vCPUs of a VM did since it came, in core-nanoseconds, and how often. `ran + ready + withheld + stopped +
/// blocked` is their age.
///
/// @param ranNs on a logical CPU, whatever came of it
/// @param readyNs waiting in a queue
/// @param withheldNs kept waiting by the VM's cap
/// @param stoppedNs kept waiting for a sibling to catch up (co-stop)
/// @param blockedNs without anything to do
/// @param doneNs work done, as a vCPU alone on a core with warm caches would need for it
/// @param stalledNs of what ran, lost to cold caches, switches and wake-ups
/// @param spunNs of what ran, lost to waiting for a lock whose holder did not run
/// @param lateNs by which the guest's bursts were late
public record QuantumFigures(
        long ranNs,
        long readyNs,
        long withheldNs,
        long stoppedNs,
        long blockedNs,
        long doneNs,
        long stalledNs,
        long spunNs,
        long lateNs,
        long switches,
        long migrations) {

    static final QuantumFigures NONE = new QuantumFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// Wanted to run and did not.
    public long stealNs() {
        return readyNs + withheldNs + stoppedNs;
    }

    public QuantumFigures plus(QuantumFigures other) {
        return new QuantumFigures(
                ranNs + other.ranNs,
                readyNs + other.readyNs,
                withheldNs + other.withheldNs,
                stoppedNs + other.stoppedNs,
                blockedNs + other.blockedNs,
                doneNs + other.doneNs,
                stalledNs + other.stalledNs,
                spunNs + other.spunNs,
                lateNs + other.lateNs,
                switches + other.switches,
                migrations + other.migrations);
    }

    public QuantumFigures minus(QuantumFigures earlier) {
        return new QuantumFigures(
                ranNs - earlier.ranNs,
                readyNs - earlier.readyNs,
                withheldNs - earlier.withheldNs,
                stoppedNs - earlier.stoppedNs,
                blockedNs - earlier.blockedNs,
                doneNs - earlier.doneNs,
                stalledNs - earlier.stalledNs,
                spunNs - earlier.spunNs,
                lateNs - earlier.lateNs,
                switches - earlier.switches,
                migrations - earlier.migrations);
    }
}
