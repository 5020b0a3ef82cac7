package io.godwit.device;

import io.godwit.unit.EventRate;
import io.godwit.unit.Exact;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;

/// What a guest asks of its block device while it runs, beside the numbered writes of a ledger: bulk, of which only
/// rates are known and no contents.
///
/// @param size of each operation, 512 B to 16 MiB
/// @param sequentialPermille share of operations next to the one before; 0 to 1000
/// @param depth operations in flight at most; 1 to 1024
/// @param waits whether the guest's work waits for them: with half of what it asked for, it gets half as much done
public record BlockLoad(
        EventRate reads, EventRate writes, MemorySize size, int sequentialPermille, int depth, boolean waits) {

    /// More than any disk does.
    public static final long MOST_PER_SECOND = 100_000_000;

    public static final int MOST_DEPTH = 1_024;

    /// A sector: what a disk moves at least.
    public static final MemorySize SMALLEST = MemorySize.parse("512B");

    public static final MemorySize LARGEST = MemorySize.ofMebibytes(16);

    private static final long THOUSANDTHS = 1_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_NS = 86_400 * SECOND_NS;

    /// As many as `fio` and its like keep in flight when nobody says otherwise of a busy guest. Ours.
    public static final int USUAL_DEPTH = 32;

    public BlockLoad {
        checked(size);
        if (depth < 1 || depth > MOST_DEPTH) {
            throw new IllegalQuantity(depth + " operations in flight: write 1 to " + MOST_DEPTH);
        }
        if (sequentialPermille < 0 || sequentialPermille > THOUSANDTHS) {
            throw new IllegalQuantity(sequentialPermille + " permille in order: write 0 to " + THOUSANDTHS);
        }
    }

    /// A size that operations can have.
    ///
    /// @throws IllegalQuantity if it is none
    public static MemorySize checked(MemorySize size) {
        if (size.compareTo(SMALLEST) < 0 || size.compareTo(LARGEST) > 0) {
            throw new IllegalQuantity("operations of " + size + ": write a size from " + SMALLEST + " to " + LARGEST);
        }
        return size;
    }

    /// Operations of 4 KiB somewhere on the disk, all of them writes, for which the guest's work waits.
    ///
    /// @throws IllegalQuantity if it never asks for any, or for more than any disk does
    public static BlockLoad writing(EventRate rate) {
        if (rate.events() == 0) {
            throw new IllegalQuantity("a rate of zero asks nothing of a disk: raise it, or remove it");
        }
        if (rate.perSecond() > MOST_PER_SECOND) {
            throw new IllegalQuantity(rate + " is more than any disk does: write at most " + MOST_PER_SECOND + "/s");
        }
        return new BlockLoad(EventRate.perSecond(0), rate, MemorySize.ofKibibytes(4), 0, USUAL_DEPTH, true);
    }

    /// The same, where so many of a thousand are reads.
    public BlockLoad reading(int permille) {
        EventRate all = writes;
        return new BlockLoad(
                part(all, permille), part(all, (int) THOUSANDTHS - permille), size, sequentialPermille, depth, waits);
    }

    /// Rounded down to a whole operation a day.
    private static EventRate part(EventRate all, int permille) {
        long aDay = Math.multiplyExact(all.events(), DAY_NS / all.periodNs());
        return permille == THOUSANDTHS ? all : new EventRate(Exact.floorMulDiv(aDay, permille, THOUSANDTHS), DAY_NS);
    }

    public BlockLoad of(MemorySize each) {
        return new BlockLoad(reads, writes, each, sequentialPermille, depth, waits);
    }

    /// The same, each next to the one before.
    public BlockLoad inOrder() {
        return new BlockLoad(reads, writes, size, (int) THOUSANDTHS, depth, waits);
    }

    public BlockLoad deep(int inFlight) {
        return new BlockLoad(reads, writes, size, sequentialPermille, inFlight, waits);
    }

    public BlockLoad waiting(boolean does) {
        return new BlockLoad(reads, writes, size, sequentialPermille, depth, does);
    }

    /// Reads and writes together, in thousandths of an operation a second.
    public long milliOperations() {
        return Math.addExact(milli(reads), milli(writes));
    }

    /// How many of a thousand are reads.
    public int readPermille() {
        long all = milliOperations();
        return all == 0 ? 0 : (int) Exact.floorMulDiv(milliReads(), THOUSANDTHS, all);
    }

    long milliReads() {
        return milli(reads);
    }

    static long milli(EventRate rate) {
        return Exact.floorMulDiv(rate.events(), THOUSANDTHS * SECOND_NS, rate.periodNs());
    }
}
