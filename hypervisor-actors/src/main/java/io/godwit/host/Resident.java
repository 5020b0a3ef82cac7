package io.godwit.host;

import io.godwit.identity.VmId;
import io.godwit.memory.AddressSpace;
import io.godwit.virtualization.Burden;
import io.godwit.vm.VmSpec;

/// A VM that has room on this host. Mutable, the hypervisor's own.
final class Resident {

    private VmSpec spec;
    private final int slot;
    private AddressSpace memory;
    private Burden burden;
    private Residency phase = new Residency.Admitted();
    private boolean logsDirtyPages;
    private long writes;
    private long answers;
    private long withheld;
    private long forgeries;
    private long missedFrames;
    private long stallNs;

    /// @param burden of its activity here
    Resident(VmSpec spec, int slot, AddressSpace memory, Burden burden) {
        this.spec = spec;
        this.slot = slot;
        this.memory = memory;
        this.burden = burden;
    }

    VmSpec spec() {
        return spec;
    }

    /// It is another from now on.
    void become(VmSpec other) {
        spec = other;
    }

    VmId id() {
        return spec.id();
    }

    /// Its number on this host, as long as it is here.
    int slot() {
        return slot;
    }

    AddressSpace memory() {
        return memory;
    }

    Burden burden() {
        return burden;
    }

    /// What it does costs something else from now on.
    void bear(Burden other) {
        burden = other;
    }

    /// From now on it finds in its memory what another found.
    void share(AddressSpace others) {
        memory = others;
    }

    Residency phase() {
        return phase;
    }

    void enter(Residency next) {
        phase = next;
    }

    /// Begins a log, in place of one that somebody left open.
    void openDirtyLog() {
        memory.closeDirtyLog();
        memory.openDirtyLog();
        logsDirtyPages = true;
    }

    void closeDirtyLog() {
        memory.closeDirtyLog();
        logsDirtyPages = false;
    }

    /// Whether its guest was told to end, so that it counts as being here no more.
    boolean isEnding() {
        return phase instanceof Residency.Stopping || phase instanceof Residency.ShuttingDown;
    }

    boolean logsDirtyPages() {
        return logsDirtyPages;
    }

    void countStall(long durationNs) {
        stallNs += durationNs;
    }

    /// For how long its memory held it up, counted for one vCPU.
    long stallNs() {
        return stallNs;
    }

    void countWrite() {
        writes++;
    }

    void countAnswer() {
        answers++;
    }

    /// It said something in another VM's name.
    void countForgery() {
        forgeries++;
    }

    long forgeries() {
        return forgeries;
    }

    /// A frame came for it while it stood still.
    void countMissedFrame() {
        missedFrames++;
    }

    long missedFrames() {
        return missedFrames;
    }

    void countWithheld() {
        withheld++;
    }

    VmDescription.LedgerFigures ledgerFigures() {
        return new VmDescription.LedgerFigures(writes, answers, withheld);
    }
}
