package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.memory.AddressSpace;
import java.util.SplittableRandom;

/// The heap that a touched page costs, with the dirty log closed. Fewer than 24 bytes come out but where a chunk has
/// less than a dozen touched pages, as its headers weigh more then.
final class PageMemory implements Gauge {

    private static final long PAGES = 10_000_000;
    private static final double BAR_BYTES = 24;
    private static final int[] RANDOM_WRITES = {100_000, 1_000_000, 4_000_000, 10_000_000};
    private static final long DENSE = 1_000_000;
    private static final Image IMAGE = Image.of(new ImageSpec("debian", 1 << 20, 0.4));

    @Override
    public void measure(Sheet sheet) {
        for (int writes : RANDOM_WRITES) {
            sheet.progress("%,d writes at random".formatted(writes));
            var random = new SplittableRandom(1);
            long before = Heap.usedBytes();
            AddressSpace space = AddressSpace.over(IMAGE, PAGES);
            for (int i = 0; i < writes; i++) {
                space.write(random.nextLong(PAGES), i);
            }
            write(sheet, "at random", space, before);
        }
        long before = Heap.usedBytes();
        AddressSpace space = AddressSpace.over(IMAGE, PAGES);
        for (long page = 0; page < DENSE; page++) {
            space.write(page, page);
        }
        write(sheet, "one after the other", space, before);
    }

    private static void write(Sheet sheet, String how, AddressSpace space, long before) {
        long bytes = Heap.usedBytes() - before;
        long touched = space.use().privatePages();
        sheet.write(Figure.of(
                        "a touched page, %,d of 10 million %s".formatted(touched, how),
                        (double) bytes / touched,
                        "B",
                        "8 bytes in a dense chunk, up to 23 in one that has just become dense")
                .against(promise(AT_MOST, BAR_BYTES)));
    }
}
