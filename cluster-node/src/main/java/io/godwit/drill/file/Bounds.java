package io.godwit.drill.file;

/// How much a person may ask for in one file; a larger number is a slip of the finger.
final class Bounds {

    /// Hosts of a rack, a site or a drill: the largest fleet that is benchmarked has 5,000.
    static final int HOSTS = 10_000;

    /// VMs of a group: the largest fleet that is benchmarked has 100,000.
    static final int VMS = 200_000;

    private Bounds() {}
}
