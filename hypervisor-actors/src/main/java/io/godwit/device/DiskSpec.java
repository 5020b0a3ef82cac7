package io.godwit.device;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Exact;
import io.godwit.unit.IllegalQuantity;
import java.time.Duration;

/// A disk of a host or an array, as its file says.
///
/// @param operations how many it completes in a time at most, whatever their size
/// @param latency of one operation on an idle disk
/// @param source where the values come from
public record DiskSpec(
        String name,
        Bandwidth bandwidth,
        DiskOperations operations,
        Duration latency,
        DiskSharing sharing,
        String source) {

    private static final long SECOND_PS = 1_000_000_000_000L;
    private static final long BITS_PER_BYTE = 8;
    private static final long NS_PS = 1_000;

    public DiskSpec {
        if (bandwidth.bitsPerSecond() == 0) {
            throw new IllegalQuantity("disk " + name + " never completes an operation: write a bandwidth above zero");
        }
    }

    /// A disk that reads as often as it writes, shared fairly.
    public DiskSpec(String name, Bandwidth bandwidth, EventRate operations, Duration latency, String source) {
        this(name, bandwidth, DiskOperations.of(operations), latency, DiskSharing.FAIR, source);
    }

    /// How long a read or a write keeps it busy, in picoseconds: as the tighter of its two rates asks. One that is next
    /// to the one before is merged with it, so that only its bytes count.
    ///
    /// @param access where it reads or writes
    long busyPs(Access access, long bytes) {
        long bytesPs = Exact.ceilMulDiv(bytes, BITS_PER_BYTE * SECOND_PS, bandwidth.bitsPerSecond());
        return switch (access) {
            case SEQUENTIAL -> bytesPs;
            case RANDOM_READ -> Math.max(bytesPs, takeUpPs(operations.reads()));
            case RANDOM_WRITE -> Math.max(bytesPs, takeUpPs(operations.writes()));
        };
    }

    /// Where an operation is, and which way it goes, as far as the time that it takes depends on it.
    enum Access {
        SEQUENTIAL,
        RANDOM_READ,
        RANDOM_WRITE
    }

    private static long takeUpPs(EventRate rate) {
        return Exact.ceilMulDiv(rate.periodNs(), NS_PS, rate.events());
    }
}
