package io.godwit.device;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Span;
import io.godwit.image.Fingerprint;
import io.godwit.unit.Exact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A walk over all blocks of a disk, region by region, while the disk is written to.
///
/// **Where a block is.** What a client writes as its n-th write is a block of its own, at a place that is drawn from
/// both and evenly spread: so a write is behind the walk with the probability of how far the walk has come. The base,
/// where it goes along, is spread evenly, too.
///
/// **The number.** A walk reads each block once that was there when it began or was written ahead of it since. What is
/// written behind it is not read, and [#wrote] says so. At the end of the walk both together are the disk.
///
/// It takes memory for each block that was not read yet. Mutable, its disk's own.
final class BlockWalk {

    /// Fine enough that a region of a full disk of 4 GiB is 64 KiB.
    private static final int REGIONS_LOG2 = 16;

    private static final long REGIONS = 1L << REGIONS_LOG2;

    private final NavigableMap<Long, Map<String, HeldNumbers>> ahead = new TreeMap<>();
    private final long baseBytes;
    private long cursor;
    private long aheadBlocks;
    private long behind;

    /// @param baseBytes that go along
    BlockWalk(List<Held> held, long baseBytes) {
        this.baseBytes = baseBytes;
        each(held, this::add);
    }

    /// A guest has written a block that was not there before.
    ///
    /// @return whether the walk has passed its place
    boolean wrote(Numbered what) {
        if (region(what.client(), what.number()) < cursor) {
            behind++;
            return true;
        }
        add(what.client(), what.number());
        return false;
    }

    /// The next regions, as many as it takes to come to that many bytes; at least one.
    Relocation.Chunk next(long atMostBytes) {
        Map<String, HeldNumbers> blocks = new TreeMap<>();
        long bytes = 0;
        while (cursor < REGIONS && bytes < atMostBytes) {
            long region = baseBytes > 0 ? cursor : skipEmpty();
            if (region == REGIONS) {
                cursor = REGIONS;
                break;
            }
            bytes += baseUpTo(region + 1) - baseUpTo(region);
            Map<String, HeldNumbers> here = ahead.remove(region);
            if (here != null) {
                long count = here.values().stream().mapToLong(HeldNumbers::size).sum();
                aheadBlocks -= count;
                bytes += count * DiskQueue.BLOCK_BYTES;
                here.forEach((client, numbers) ->
                        each(List.of(numbers.asHeld(client)), (_, number) -> blocks.computeIfAbsent(
                                        client, _ -> new HeldNumbers())
                                .add(number)));
            }
            cursor = region + 1;
        }
        if (leftBytes() == 0) {
            cursor = REGIONS; // what is written from here on is behind
        }
        return new Relocation.Chunk(held(blocks), bytes, leftBytes());
    }

    /// What the walk has not read yet.
    long leftBytes() {
        return aheadBlocks * DiskQueue.BLOCK_BYTES + baseBytes - baseUpTo(cursor);
    }

    /// Writes that the walk had passed.
    long behind() {
        return behind;
    }

    /// Of all blocks, whatever their order.
    static long digest(List<Held> held) {
        long[] digest = new long[1];
        each(held, (client, number) -> digest[0] += Fingerprint.ofBlock(client, number));
        return digest[0];
    }

    static List<Held> held(Map<String, HeldNumbers> blocks) {
        List<Held> held = new ArrayList<>();
        blocks.forEach((client, numbers) -> held.add(numbers.asHeld(client)));
        return held;
    }

    interface Each {
        void block(String client, long number);
    }

    static void each(List<Held> held, Each each) {
        for (Held numbers : held) {
            for (long number = 1; number <= numbers.upTo(); number++) {
                each.block(numbers.client(), number);
            }
            for (Span span : numbers.beyond()) {
                for (long number = span.from(); number <= span.to(); number++) {
                    each.block(numbers.client(), number);
                }
            }
        }
    }

    private void add(String client, long number) {
        boolean isNew = ahead.computeIfAbsent(region(client, number), _ -> new TreeMap<>())
                .computeIfAbsent(client, _ -> new HeldNumbers())
                .add(number);
        aheadBlocks += isNew ? 1 : 0;
    }

    private long skipEmpty() {
        return ahead.isEmpty() ? REGIONS : ahead.firstKey();
    }

    private long baseUpTo(long region) {
        return Exact.floorMulDiv(baseBytes, region, REGIONS);
    }

    private static long region(String client, long number) {
        return Fingerprint.ofBlock(client, number) >>> (Long.SIZE - REGIONS_LOG2);
    }
}
