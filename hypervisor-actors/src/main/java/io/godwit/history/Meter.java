package io.godwit.history;

/// What a guest wanted of its host in a time, and what it got: by this it shows what a neighbour does to it.
///
/// @param lengthNs of that time
/// @param disturbed whether some guest of its host misbehaved in it
public record Meter(long lengthNs, boolean disturbed, Cpu cpu, Memory memory, Disk disk, Card card) {

    /// Of a guest without bulk on its devices.
    public Meter(long lengthNs, boolean disturbed, Cpu cpu, Memory memory) {
        this(lengthNs, disturbed, cpu, memory, Disk.NONE, Card.NONE);
    }

    /// Core-nanoseconds.
    ///
    /// @param wantedNs what it would have run for, had it been alone
    /// @param gotNs what it ran for
    /// @param promisedNs how much of what it wanted its reservation covers
    /// @param brokenNs how much of that it did not get
    public record Cpu(long wantedNs, long gotNs, long promisedNs, long brokenNs) {}

    /// Operations of its bulk.
    public record Disk(long wanted, long got) {

        public static final Disk NONE = new Disk(0, 0);
    }

    /// Frames of its bulk.
    ///
    /// @param wanted that it wanted to send
    /// @param offered that were sent to it
    public record Card(long wanted, long sent, long offered, long received) {

        public static final Card NONE = new Card(0, 0, 0, 0);
    }

    /// At the end of that time, but for the stall.
    ///
    /// @param touchedBytes that it has something in
    /// @param residentBytes of those, in frames of its host
    /// @param promisedBytes of those, covered by its reservation
    /// @param stallNs for how long its memory held it up in that time, counted for one vCPU
    public record Memory(long touchedBytes, long residentBytes, long promisedBytes, long stallNs) {

        /// What of its reservation is not in frames.
        public long brokenBytes() {
            return Math.max(0, promisedBytes - residentBytes);
        }
    }
}
