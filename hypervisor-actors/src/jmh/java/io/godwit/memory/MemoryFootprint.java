package io.godwit.memory;

import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import java.util.SplittableRandom;

/// Prints the heap that a touched page costs, at random over 10 M pages and densely, with the dirty log closed.
///
/// Promise: at most 24 bytes at random. Expected: between 8 (all pages of a chunk) and 23 (just become dense) bytes;
/// above that only where a chunk has fewer than a dozen touched pages, as its headers weigh more.
///
/// Last result, 2026-11-22, compact object headers: 24.0 (10,000 touched), 17.3 (100,000), 16.8 (951,005), 21.2
/// (3,934,986), 13.2 (6,321,223); dense 8.2.
public final class MemoryFootprint {

    private static final long PAGES = 10_000_000;

    private MemoryFootprint() {}

    public static void main(String[] arguments) {
        var image = Image.of(new ImageSpec("debian", 1 << 20, 0.4));
        for (int writes : new int[] {
            10_000, 30_000, 100_000, 300_000, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 10_000_000
        }) {
            var random = new SplittableRandom(1);
            long before = usedBytes();
            AddressSpace space = AddressSpace.over(image, PAGES);
            for (int i = 0; i < writes; i++) {
                space.write(random.nextLong(PAGES), i);
            }
            print("random", space, usedBytes() - before);
        }
        long before = usedBytes();
        AddressSpace space = AddressSpace.over(image, PAGES);
        for (long page = 0; page < 1_000_000; page++) {
            space.write(page, page);
        }
        print("dense", space, usedBytes() - before);
    }

    @SuppressWarnings("SystemOut")
    private static void print(String style, AddressSpace space, long bytes) {
        long touched = space.use().privatePages();
        System.out.printf("%-6s %,11d pages touched: %5.1f bytes a page%n", style, touched, (double) bytes / touched);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
