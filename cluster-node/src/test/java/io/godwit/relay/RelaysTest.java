package io.godwit.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Timeline;
import io.godwit.unit.Bandwidth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Node a opens connections to node b, whose process is the test's server.
class RelaysTest {

    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final Way A_TO_B = new Way(A, B);
    private static final Way B_TO_A = new Way(B, A);
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int A_WHILE_MILLIS = 200;

    private final Timeline timeline = MonotonicTimeline.startingNow();
    private final Relays relays = new Relays(timeline);
    private ServerSocket server;
    private InetSocketAddress relay;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.88.1.2"));
        relays.know(A, InetAddress.getByName("127.88.1.1"));
        relay = relays.open(
                B, new InetSocketAddress("127.88.1.130", 0), (InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void close() throws IOException {
        relays.close();
        server.close();
    }

    @Test
    void passesBytesBothWaysAndAFarewell() throws IOException {
        try (Socket a = connect();
                Socket b = server.accept()) {
            write(a, "hello");
            assertThat(read(b, 5)).isEqualTo("hello");
            write(b, "well");
            assertThat(read(a, 4)).isEqualTo("well");
            a.shutdownOutput();
            assertThat(b.getInputStream().read()).isEqualTo(-1);
            write(b, "!");
            assertThat(read(a, 1)).isEqualTo("!");
        }
        assertThat(relays.traffic(A_TO_B)).isEqualTo(new RelayTraffic(1, 5, 0, 0));
        assertThat(relays.traffic(B_TO_A)).isEqualTo(new RelayTraffic(0, 5, 0, 0));
    }

    @Test
    void holdsOneWayOnlyAndDeliversAfterTheHeal() throws IOException {
        try (Socket a = connect();
                Socket b = server.accept()) {
            relays.cut(A_TO_B, CutMode.HOLD);
            write(a, "late");
            assertSilent(b);
            write(b, "news");
            assertThat(read(a, 4)).isEqualTo("news");
            relays.heal(A_TO_B);
            assertThat(read(b, 4)).isEqualTo("late");
            assertThat(relays.traffic(A_TO_B)).isEqualTo(new RelayTraffic(1, 4, 4, 0));
        }
    }

    @Test
    void holdsWhatComesOverConnectionsOpenedDuringTheCut() throws IOException {
        relays.cut(A_TO_B, CutMode.HOLD);
        try (Socket a = connect();
                Socket b = server.accept()) {
            write(a, "early");
            assertSilent(b);
            relays.heal(A_TO_B);
            assertThat(read(b, 5)).isEqualTo("early");
        }
    }

    @Test
    void holdsAFarewellToo() throws IOException {
        try (Socket a = connect();
                Socket b = server.accept()) {
            relays.cut(A_TO_B, CutMode.HOLD);
            a.shutdownOutput();
            assertSilent(b);
            relays.heal(A_TO_B);
            assertThat(b.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void breaksOpenConnectionsAndRefusesNewOnesWhenAskedToLose() throws IOException {
        try (Socket a = connect();
                Socket b = server.accept()) {
            relays.cut(A_TO_B, CutMode.LOSE);
            assertBroken(a);
            assertBroken(b);
        }
        try (Socket refused = connect()) {
            assertBroken(refused);
        }
        assertThat(relays.traffic(A_TO_B).resets()).isEqualTo(1);
        relays.heal(A_TO_B);
        try (Socket a = connect();
                Socket b = server.accept()) {
            write(a, "again");
            assertThat(read(b, 5)).isEqualTo("again");
        }
    }

    @Test
    void delaysWhatIsSentAndNotTheAnswers() throws IOException {
        relays.shape(A_TO_B, new LinkQuality(Duration.ofMillis(100), Bandwidth.parse("10Gbit")));
        try (Socket a = connect();
                Socket b = server.accept()) {
            long start = timeline.now();
            write(a, "x");
            assertThat(read(b, 1)).isEqualTo("x");
            assertThat(timeline.now() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void throttlesAllConnectionsOfAWayTogether() throws IOException {
        relays.shape(A_TO_B, new LinkQuality(Duration.ZERO, Bandwidth.parse("8Mbit")));
        try (Socket a1 = connect();
                Socket b1 = server.accept();
                Socket a2 = connect();
                Socket b2 = server.accept()) {
            long start = timeline.now();
            write(a1, "x".repeat(100_000));
            write(a2, "y".repeat(100_000));
            read(b1, 100_000);
            read(b2, 100_000);
            assertThat(timeline.now() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
        }
    }

    @Test
    void passesNothingOfStrangers() throws IOException {
        try (Socket stranger = new Socket()) {
            stranger.setSoTimeout(PATIENCE_MILLIS);
            stranger.bind(new InetSocketAddress("127.88.1.99", 0));
            stranger.connect(relay);
            assertBroken(stranger);
        }
    }

    @Test
    void breaksTheConnectionWhenNobodyIsBehind() throws IOException {
        server.close();
        try (Socket a = connect()) {
            assertBroken(a);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.88.1.1", 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(relay);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket, int count) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(A_WHILE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private static void assertBroken(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }
}
