package io.godwit.drill.file;

/// How much a person may ask for in one file; a larger number is a slip of the finger.
final class Bounds {

    /// Hosts of a rack, a site or a drill: the largest fleet that is benchmarked has 5,000.
    static final int HOSTS = 10_000;

    /// VMs of a group: the largest fleet that is benchmarked has 100,000.
    static final int VMS = 200_000;

    /// Writes a second of one ledger: a guest's disk takes less, and a client remembers each.
    static final int WRITES_PER_SECOND = 10_000;

    /// A name of a drill, group or step: it becomes a folder's and a lane's.
    static final int NAME_LETTERS = 60;

    /// A drill is a page of text.
    static final int FILE_BYTES = 1 << 20;

    private Bounds() {}
}
