package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PageBatchTest {

    @Test
    void comesBackFromItsBytesAsItWas() {
        for (long seed = 1; seed <= 300; seed++) {
            PageBatch batch = random(new SplittableRandom(seed));
            ByteBuffer bytes = encoded(batch);
            assertThat(bytes.remaining())
                    .as("seed %d", seed)
                    .isEqualTo(PageBatchCodec.encodedBytes(batch))
                    .isLessThanOrEqualTo(
                            PageBatchCodec.HEADER_BYTES + batch.size() * PageBatchCodec.MAX_BYTES_PER_PAGE);
            assertThat(PageBatchCodec.decode(bytes)).as("seed %d", seed).isEqualTo(batch);
            assertThat(bytes.remaining()).isZero();
        }
    }

    @Test
    void comesBackFromCborAsItWas() throws IOException {
        var mapper = new CBORMapper();
        for (long seed = 1; seed <= 30; seed++) {
            PageBatch batch = random(new SplittableRandom(seed));
            assertThat(mapper.readValue(mapper.writeValueAsBytes(batch), PageBatch.class))
                    .as("seed %d", seed)
                    .isEqualTo(batch);
        }
    }

    @Test
    void takesEightBytesAPageInSequenceAndNearlyNoneForZeroPages() {
        long[] pages = sequence(5_000_000_000L, 10_000).toArray();
        long[] contents = new long[10_000];
        assertThat(PageBatchCodec.encodedBytes(new PageBatch(pages, contents))).isLessThan(16);
        Arrays.fill(contents, -1);
        assertThat(PageBatchCodec.encodedBytes(new PageBatch(pages, contents))).isLessThan(80_016);
    }

    @Test
    void fillsTheLargestBatchWithTheLastPagesThereCanBe() {
        long[] pages = sequence(AddressSpace.MAX_PAGES - PageBatch.MAX_PAGES, PageBatch.MAX_PAGES)
                .toArray();
        var batch = new PageBatch(pages, pages.clone());
        assertThat(PageBatchCodec.decode(encoded(batch))).isEqualTo(batch);
    }

    @Test
    void saysSoWhenBytesEndTooEarly() {
        ByteBuffer whole = encoded(random(new SplittableRandom(7)));
        for (int length = 0; length < whole.limit(); length += 1 + length / 50) {
            assertThat(PageBatchCodec.decode(whole.slice(0, length)))
                    .as("%d bytes of %d", length, whole.limit())
                    .isEqualTo(new MalformedBatch("it ends too early"));
        }
    }

    @Test
    void takesGarbageForABatchOrForMalformedButNeverThrows() {
        int malformed = 0;
        for (long seed = 1; seed <= 20_000; seed++) {
            var random = new SplittableRandom(seed);
            byte[] garbage = new byte[random.nextInt(60)];
            random.nextBytes(garbage);
            malformed += decodedToGarbage(seed, ByteBuffer.wrap(garbage)) ? 1 : 0;
            ByteBuffer flipped = encoded(random(random));
            int at = random.nextInt(flipped.limit());
            flipped.put(at, (byte) (flipped.get(at) ^ (1 << random.nextInt(8))));
            malformed += decodedToGarbage(seed, flipped) ? 1 : 0;
        }
        assertThat(malformed).isGreaterThan(10_000);
    }

    @Test
    void saysWhatIsWrongWithGarbage() {
        assertMalformed("131072 pages, more than 65536", 0x80, 0x80, 0x08);
        assertMalformed("a run of 0 pages where 1 are left", 1, 0, 0);
        assertMalformed("a run of 2 pages where 1 are left", 1, 0, 5);
        assertMalformed("pages beyond the last page there can be", 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 3);
        assertMalformed("pages beyond the last page there can be", 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02, 3);
    }

    @Test
    void isNotMadeOfPagesOutOfOrder() {
        assertThatThrownBy(() -> new PageBatch(new long[] {4, 4}, new long[2])).hasMessage("page 4 after 4");
        assertThatThrownBy(() -> new PageBatch(new long[] {-1}, new long[1])).hasMessage("page -1 after -1");
        assertThatThrownBy(() -> new PageBatch(new long[2], new long[1]))
                .hasMessageContaining("2 pages and 1 contents");
        assertThatThrownBy(() -> new PageBatch(
                        sequence(0, PageBatch.MAX_PAGES + 1).toArray(), new long[PageBatch.MAX_PAGES + 1]))
                .hasMessageContaining("65537");
    }

    private static void assertMalformed(String why, int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int value : bytes) {
            buffer.put((byte) value);
        }
        assertThat(PageBatchCodec.decode(buffer.flip())).isEqualTo(new MalformedBatch(why));
    }

    private static boolean decodedToGarbage(long seed, ByteBuffer bytes) {
        return switch (PageBatchCodec.decode(bytes)) {
            case MalformedBatch(var why) -> {
                assertThat(why).as("seed %d", seed).isNotBlank();
                yield true;
            }
            case PageBatch batch -> {
                assertThat(batch.fits(AddressSpace.MAX_PAGES))
                        .as("seed %d", seed)
                        .isTrue();
                yield false;
            }
        };
    }

    private static ByteBuffer encoded(PageBatch batch) {
        ByteBuffer bytes = ByteBuffer.allocate(PageBatchCodec.encodedBytes(batch));
        PageBatchCodec.encode(batch, bytes);
        return bytes.flip();
    }

    private static PageBatch random(SplittableRandom random) {
        long first = random.nextLong(1L << random.nextInt(36));
        int spread = 1 + random.nextInt(1 << random.nextInt(20));
        long[] pages = random.longs(random.nextInt(400), first, first + spread)
                .filter(page -> page < AddressSpace.MAX_PAGES)
                .distinct()
                .sorted()
                .toArray();
        boolean zeros = random.nextBoolean();
        long[] contents = random.longs(pages.length)
                .map(content -> zeros && (content & 3) != 0 ? 0 : content)
                .toArray();
        return new PageBatch(pages, contents);
    }

    private static LongStream sequence(long first, int count) {
        return LongStream.range(first, first + count);
    }
}
