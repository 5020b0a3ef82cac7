package io.godwit.migration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.godwit.identity.MigrationId;
import io.godwit.memory.PageBatch;
import io.godwit.time.Seed;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FrameCodecTest {

    private static final MigrationId MIGRATION = new MigrationId("web-1-umzug-ü");

    @Test
    void bringsFramesBackAsTheyWere() {
        RandomGenerator random = Seed.of(3).generator();
        for (int i = 0; i < 200; i++) {
            PageFrame frame = frame(random, random.nextInt(1000));
            assertThat(FrameCodec.decodeFrame(body(FrameCodec.encode(frame)))).isEqualTo(frame);
        }
    }

    @Test
    void bringsAHelloBack() {
        for (PageForm form : PageForm.values()) {
            FrameCodec.Hello hello = new FrameCodec.Hello(new Passage(MIGRATION, 7, -12345), form);
            assertThat(FrameCodec.decodeHello(body(FrameCodec.encode(hello)))).isEqualTo(hello);
        }
    }

    @Test
    void readsAHelloOfNoKnownFormAsOneOfNobody() {
        FrameCodec.Hello hello = new FrameCodec.Hello(new Passage(MIGRATION, 7, 1), PageForm.BYTES);
        ByteBuffer body = body(FrameCodec.encode(hello)).put(Integer.BYTES, (byte) PageForm.values().length);
        assertThat(FrameCodec.decodeHello(body).passage().migration()).isNotEqualTo(MIGRATION);
    }

    @Test
    void detectsEverySingleWrongBit() {
        ByteBuffer whole = FrameCodec.encode(frame(Seed.of(5).generator(), 20));
        for (int bit = FrameCodec.PREFIX_BYTES * 8; bit < whole.limit() * 8; bit++) {
            byte[] bytes = new byte[whole.limit()];
            whole.get(0, bytes);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            ByteBuffer damaged = ByteBuffer.wrap(bytes);
            int checksum = damaged.getInt(Integer.BYTES);
            assertThat(FrameCodec.checksum(
                            damaged.slice(FrameCodec.PREFIX_BYTES, whole.limit() - FrameCodec.PREFIX_BYTES)))
                    .isNotEqualTo(checksum);
        }
    }

    @Test
    void readsAnyBytesWithoutThrowing() {
        RandomGenerator random = Seed.of(9).generator();
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(FrameCodec.decodeFrame(ByteBuffer.wrap(bytes))).isNotNull();
            assertThat(FrameCodec.decodeHello(ByteBuffer.wrap(bytes)).passage().migration())
                    .isNotNull();
        }
    }

    @Test
    void refusesAnIdThatDoesNotFit() {
        Passage passage = new Passage(new MigrationId("m".repeat(128)), 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameCodec.encode(new FrameCodec.Hello(passage, PageForm.IDENTITIES)));
    }

    static PageFrame frame(RandomGenerator random, int size) {
        long[] pages = new long[size];
        long[] contents = new long[size];
        long page = 0;
        for (int i = 0; i < size; i++) {
            page += 1 + random.nextLong(3);
            pages[i] = page;
            contents[i] = random.nextBoolean() ? 0 : random.nextLong();
        }
        return new PageFrame(MIGRATION, 7, 2, 99, new PageBatch(pages, contents));
    }

    private static ByteBuffer body(ByteBuffer whole) {
        return whole.slice(FrameCodec.PREFIX_BYTES, whole.limit() - FrameCodec.PREFIX_BYTES);
    }
}
