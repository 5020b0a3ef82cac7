package io.godwit.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// How much data passes in a second: `10Gbit` (meaning Gbit/s, with decimal prefixes, as network cards are sold) or
/// `20MiB/s` (with binary prefixes, as memory is counted). Zero is a link that passes nothing.
public record Bandwidth(long bitsPerSecond) implements Comparable<Bandwidth> {

    private static final long BITS_PER_BYTE = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final Scale SCALE = new Scale("a bandwidth", "10Gbit, 50Mbit or 20MiB/s")
            .unit("bit", 1)
            .unit("kbit", 1_000)
            .unit("Mbit", 1_000_000)
            .unit("Gbit", 1_000_000_000)
            .unit("Tbit", 1_000_000_000_000L)
            .unit("B/s", BITS_PER_BYTE)
            .unit("KiB/s", BITS_PER_BYTE << 10)
            .unit("MiB/s", BITS_PER_BYTE << 20)
            .unit("GiB/s", BITS_PER_BYTE << 30)
            .alias("TiB/s", BITS_PER_BYTE << 40)
            .alias("bit/s", 1)
            .alias("kbit/s", 1_000)
            .alias("Mbit/s", 1_000_000)
            .alias("Gbit/s", 1_000_000_000)
            .alias("Tbit/s", 1_000_000_000_000L);

    public Bandwidth {
        SCALE.checked(bitsPerSecond);
    }

    /// @throws IllegalQuantity if the text is no bandwidth
    public static Bandwidth parse(String text) {
        return new Bandwidth(SCALE.parse(text));
    }

    /// Takes numbers too, so that one without a unit is refused with our own sentence.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Bandwidth fromJson(Object scalar) {
        return parse(scalar.toString());
    }

    /// @throws ArithmeticException on overflow
    public static Bandwidth ofBytesPerSecond(long bytesPerSecond) {
        return new Bandwidth(Math.multiplyExact(bytesPerSecond, BITS_PER_BYTE));
    }

    /// How long these bytes take, rounded up to a whole nanosecond.
    ///
    /// @throws ArithmeticException if the bandwidth is zero and there is something to pass, or on overflow
    public long nanosFor(long bytes) {
        if (bytes == 0) {
            return 0;
        }
        if (bitsPerSecond == 0) {
            throw new ArithmeticException("a bandwidth of zero never passes " + bytes + " bytes");
        }
        return Exact.ceilMulDiv(bytes, BITS_PER_BYTE * NANOS_PER_SECOND, bitsPerSecond);
    }

    /// How many whole bytes pass in this time.
    ///
    /// @throws ArithmeticException on overflow
    public long bytesIn(long durationNs) {
        return Exact.floorMulDiv(durationNs, bitsPerSecond, BITS_PER_BYTE * NANOS_PER_SECOND);
    }

    @Override
    public int compareTo(Bandwidth other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }

    @Override
    @JsonValue
    public String toString() {
        return SCALE.format(bitsPerSecond);
    }
}
