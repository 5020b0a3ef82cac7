package io.godwit.migration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.godwit.memory.PageBatch;
import io.godwit.time.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PageBytesTest {

    private final PageBytes sender = PageBytes.of(PageForm.BYTES).orElseThrow();
    private final PageBytes receiver = PageBytes.of(PageForm.BYTES).orElseThrow();

    @Test
    void bringsBytesOfBatchesOfAnySize() throws IOException {
        RandomGenerator random = Seed.of(1).generator();
        for (int size = 0; size < 4 * PageBytes.PIECE_PAGES; size++) {
            PageBatch batch = FrameCodecTest.frame(random, size).pages();
            byte[] bytes = written(batch);
            assertThat(read(batch, bytes)).isTrue();
            long full = Arrays.stream(batch.contents()).filter(it -> it != 0).count();
            long pieces = (full + PageBytes.PIECE_PAGES - 1) / PageBytes.PIECE_PAGES;
            assertThat(bytes).hasSize((int) (full * PageBytes.PAGE_BYTES + pieces * Integer.BYTES));
        }
    }

    @Test
    void noticesAnyWrongByte() throws IOException {
        PageBatch batch = batch(11, 12);
        byte[] right = written(batch);
        for (int place = 0; place < right.length; place += 97) {
            byte[] wrong = right.clone();
            wrong[place] ^= 4;
            assertThat(read(batch, wrong)).isFalse();
        }
    }

    /// The checksum is right: whoever sealed it had other pages.
    @Test
    void noticesBytesOfAPageThatHoldsSomethingElse() throws IOException {
        assertThat(read(batch(11, 12), written(batch(11, 13)))).isFalse();
        assertThat(read(batch(12, 11), written(batch(11, 12)))).isFalse();
        assertThat(read(batch(11, 12), written(batch(11, 12)))).isTrue();
    }

    @Test
    void noticesAnEndThatComesTooEarly() throws IOException {
        PageBatch batch = batch(11, 12);
        byte[] right = written(batch);
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> read(batch, Arrays.copyOf(right, right.length - 1)));
    }

    private byte[] written(PageBatch batch) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sender.write(batch, Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    private boolean read(PageBatch batch, byte[] bytes) throws IOException {
        return receiver.read(batch, Channels.newChannel(new ByteArrayInputStream(bytes)));
    }

    private static PageBatch batch(long... contents) {
        long[] pages = new long[contents.length];
        Arrays.setAll(pages, page -> page);
        return new PageBatch(pages, contents);
    }
}
