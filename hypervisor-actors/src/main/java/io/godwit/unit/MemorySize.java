package io.godwit.unit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.RoundingMode;

/// An amount of memory or storage: `8GiB`, `512MiB`, `64KiB`, `4096B`.
public record MemorySize(long bytes) implements Comparable<MemorySize> {

    private static final Scale SCALE = new Scale("a memory size", "8GiB, 512MiB, 64KiB or 4096B")
            .unit("B", 1)
            .unit("KiB", 1L << 10)
            .unit("MiB", 1L << 20)
            .unit("GiB", 1L << 30)
            .unit("TiB", 1L << 40)
            .unit("PiB", 1L << 50);

    public static final MemorySize ZERO = new MemorySize(0);

    public MemorySize {
        SCALE.checked(bytes);
    }

    /// @throws IllegalQuantity if the text is no memory size
    public static MemorySize parse(String text) {
        return new MemorySize(SCALE.parse(text));
    }

    /// Takes numbers too, so that one without a unit is refused with our own sentence.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static MemorySize fromJson(Object scalar) {
        return parse(scalar.toString());
    }

    public static MemorySize ofKibibytes(long kibibytes) {
        return new MemorySize(Math.multiplyExact(kibibytes, 1L << 10));
    }

    public static MemorySize ofMebibytes(long mebibytes) {
        return new MemorySize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public static MemorySize ofGibibytes(long gibibytes) {
        return new MemorySize(Math.multiplyExact(gibibytes, 1L << 30));
    }

    /// How many pages of this size the memory has.
    ///
    /// @throws IllegalQuantity if that is no whole number
    public long pages(MemorySize pageSize) {
        if (pageSize.bytes == 0 || bytes % pageSize.bytes != 0) {
            throw new IllegalQuantity(
                    this + " is no whole number of pages of " + pageSize + ": write a multiple of it");
        }
        return bytes / pageSize.bytes;
    }

    public MemorySize plus(MemorySize other) {
        return new MemorySize(Math.addExact(bytes, other.bytes));
    }

    /// @throws IllegalQuantity if the other is larger
    public MemorySize minus(MemorySize other) {
        return new MemorySize(bytes - other.bytes);
    }

    public MemorySize times(long factor) {
        return new MemorySize(Math.multiplyExact(bytes, factor));
    }

    /// For people: `31.0GiB` for 32,505,852KiB, and `31GiB` for exactly that.
    public String roughly() {
        return SCALE.roughly(bytes, RoundingMode.HALF_UP);
    }

    /// As [#roughly], and no less: for what is missing, so that it is enough.
    public String roughlyAtLeast() {
        return SCALE.roughly(bytes, RoundingMode.CEILING);
    }

    @Override
    public int compareTo(MemorySize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    @JsonValue
    public String toString() {
        return SCALE.format(bytes);
    }
}
