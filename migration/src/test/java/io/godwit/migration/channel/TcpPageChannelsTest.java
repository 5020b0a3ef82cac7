package io.godwit.migration.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.MigrationId;
import io.godwit.memory.PageBatch;
import io.godwit.time.MonotonicTimeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpPageChannelsTest {

    private static final ActorTestKit KIT = ActorTestKit.create("channel-test");
    private static final MigrationId MIGRATION = new MigrationId("m-1");
    private static final Passage PASSAGE = new Passage(MIGRATION, 7, 42);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestProbe<ChannelNews> target = KIT.createTestProbe(ChannelNews.class);
    private final TestProbe<ChannelNews> source = KIT.createTestProbe(ChannelNews.class);
    private TcpPageChannels channels;

    @BeforeEach
    void listen() throws IOException {
        channels = TcpPageChannels.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), PageForm.IDENTITIES);
    }

    @AfterEach
    void close() throws IOException {
        channels.close();
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("pages-")));
    }

    @AfterAll
    static void endKit() {
        KIT.shutdownTestKit();
    }

    @Test
    void passesFramesInOrderAndSaysWhenTheSourceIsDone() {
        expect(1000);
        passesTenFrames(connect(PASSAGE));
    }

    @Test
    void tellsSourcesTheAddressThatARelayGaveIt() throws IOException {
        ChannelAddress relay = new ChannelAddress("127.0.0.9", 4711);
        try (TcpPageChannels behind = TcpPageChannels.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.of(relay), PageForm.IDENTITIES)) {
            assertThat(behind.address()).isEqualTo(relay);
            assertThat(behind.boundAddress().getPort()).isNotEqualTo(relay.port());
        }
    }

    @Test
    void connectsFromTheAddressThatItListensAt() throws IOException {
        InetAddress own = InetAddress.getByName("127.0.0.3");
        try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TcpPageChannels sender =
                        TcpPageChannels.listen(new InetSocketAddress(own, 0), Optional.empty(), PageForm.IDENTITIES)) {
            ChannelAddress there = new ChannelAddress("127.0.0.1", relay.getLocalPort());
            sender.connect(PASSAGE, there, source.getRef()).close();
            try (Socket connection = relay.accept()) {
                assertThat(connection.getInetAddress()).isEqualTo(own);
            }
        }
    }

    @Test
    void refusesAWrongTokenAnOldEpochAndAnUnknownMigration() {
        expect(1000);
        connect(new Passage(MIGRATION, 7, 43));
        assertThat(lost(source)).contains("refused");
        connect(new Passage(MIGRATION, 6, 42));
        assertThat(lost(source)).contains("refused");
        connect(new Passage(new MigrationId("m-2"), 7, 42));
        assertThat(lost(source)).contains("refused");
        assertThat(channels.refusals()).isEqualTo(new Refusals(0, 2, 1, 0));
        target.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void letsOnlyOneConnectionUseAPassage() {
        expect(1000);
        connect(PASSAGE).send(frame(7, 0, 1));
        target.receiveMessage(PATIENCE);
        connect(PASSAGE);
        assertThat(lost(source)).contains("refused");
        assertThat(channels.refusals().foreign()).isEqualTo(1);
    }

    @Test
    void closesOnAFrameOfAnOldEpoch() {
        expect(1000);
        connect(PASSAGE).send(frame(6, 0, 10));
        assertThat(lost(target)).contains("stale");
        assertThat(channels.refusals().stale()).isEqualTo(1);
    }

    @Test
    void closesOnMorePagesThanWereGranted() {
        expect(100);
        PageChannel channel = connect(PASSAGE);
        channel.send(frame(7, 0, 100));
        assertThat(target.receiveMessage(PATIENCE)).isInstanceOf(ChannelNews.Arrived.class);
        channels.grant(MIGRATION, 150);
        channel.send(frame(7, 1, 51));
        assertThat(lost(target)).contains("overrun");
        assertThat(channels.refusals().overrun()).isEqualTo(1);
    }

    @Test
    void closesOnACorruptFrameAndOnOneThatIsTooLong() throws IOException {
        expect(1000);
        ByteBuffer frame = FrameCodec.encode(frame(7, 0, 10));
        frame.put(frame.limit() - 1, (byte) (frame.get(frame.limit() - 1) + 1));
        byRawSocket(PageForm.IDENTITIES, frame);
        assertThat(lost(target)).contains("corrupt");
        expect(1000);
        byRawSocket(PageForm.IDENTITIES, ByteBuffer.allocate(8).putInt(0, Integer.MAX_VALUE));
        assertThat(lost(target)).contains("corrupt");
        assertThat(channels.refusals().corrupt()).isEqualTo(2);
    }

    @Test
    void passesAllBytesOfPages() throws IOException {
        expect(1000);
        try (TcpPageChannels sender = TcpPageChannels.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional.empty(), PageForm.BYTES)) {
            passesTenFrames(sender.connect(PASSAGE, channels.address(), source.getRef()));
        }
    }

    @Test
    void closesOnBytesThatAreNotWhatThePagesHold() throws IOException {
        expect(1000);
        byRawSocket(
                PageForm.BYTES,
                FrameCodec.encode(frame(7, 0, 1)),
                ByteBuffer.allocate(Integer.BYTES + PageBytes.PAGE_BYTES));
        assertThat(lost(target)).contains("corrupt");
        assertThat(channels.refusals().corrupt()).isEqualTo(1);
    }

    @Test
    void tellsTheSourceWhenNobodyListens() throws IOException {
        ChannelAddress address = channels.address();
        channels.close();
        channels.connect(PASSAGE, address, source.getRef());
        assertThat(lost(source)).contains("broke");
    }

    @Test
    void endsTheConnectionOfAPassageThatIsForgotten() {
        expect(1000);
        PageChannel channel = connect(PASSAGE);
        channel.send(frame(7, 0, 1));
        target.receiveMessage(PATIENCE);
        channels.forget(MIGRATION);
        target.expectMessageClass(ChannelNews.Lost.class, PATIENCE);
    }

    @Test
    void passesManyFramesUnderCreditThatIsRenewed() {
        int frames = 20_000;
        int window = 4096;
        expect(window);
        PageChannel channel = connect(PASSAGE);
        PageFrame sample = frame(7, 0, 256);
        long sent = 0;
        long received = 0;
        while (received < frames * 256L) {
            while (sent < frames * 256L && sent + 256 <= received + window) {
                channel.send(sample);
                sent += 256;
            }
            assertThat(target.receiveMessage(PATIENCE)).isInstanceOf(ChannelNews.Arrived.class);
            received += 256;
            channels.grant(MIGRATION, received + window);
        }
    }

    private void passesTenFrames(PageChannel channel) {
        for (int i = 0; i < 10; i++) {
            channel.send(frame(7, i, 100));
        }
        channel.close();
        for (int i = 0; i < 10; i++) {
            assertThat(target.receiveMessage(PATIENCE)).isEqualTo(new ChannelNews.Arrived(frame(7, i, 100)));
        }
        assertThat(lost(target)).contains("closed");
        assertThat(channels.refusals().total()).isZero();
    }

    private void expect(long granted) {
        channels.expect(PASSAGE, target.getRef());
        channels.grant(MIGRATION, granted);
    }

    private PageChannel connect(Passage passage) {
        return channels.connect(passage, channels.address(), source.getRef());
    }

    /// Says hello properly, and then this.
    private void byRawSocket(PageForm form, ByteBuffer... bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(channels.boundAddress());
            socket.getOutputStream().write(bytesOf(FrameCodec.encode(new FrameCodec.Hello(PASSAGE, form))));
            assertThat(socket.getInputStream().read()).isEqualTo(PageSender.ACCEPTED);
            for (ByteBuffer each : bytes) {
                socket.getOutputStream().write(bytesOf(each));
            }
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String lost(TestProbe<ChannelNews> probe) {
        return probe.expectMessageClass(ChannelNews.Lost.class, PATIENCE).why();
    }

    private static PageFrame frame(long epoch, long sequence, int size) {
        long[] pages = new long[size];
        long[] contents = new long[size];
        for (int i = 0; i < size; i++) {
            pages[i] = sequence * 1000 + i;
            contents[i] = i + 1L;
        }
        return new PageFrame(MIGRATION, epoch, 1, sequence, new PageBatch(pages, contents));
    }

    private static void await(BooleanSupplier condition) {
        MonotonicTimeline timeline = MonotonicTimeline.startingNow();
        while (!condition.getAsBoolean() && timeline.now() < PATIENCE.toNanos()) {
            LockSupport.parkNanos(5_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
