package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.host.Images;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Terms;
import io.godwit.node.artery.ArteryNode;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.stage.Vocabulary;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Bandwidth;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A door whose fleet nobody leads, and callers that know little of HTTP.
class HttpDoorTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final NodeId SELF = new NodeId("console");

    /// Below those that a run of processes takes, and another one for each test process.
    private static final NodeAddress BOUND =
            new NodeAddress("127.34." + (1 + ProcessHandle.current().pid() % 250) + ".1", 25_520);

    private static ArteryNode node;
    private static NodeAddress door;

    /// @param status of HTTP
    /// @param body as it came
    private record Answer(int status, String head, String body) {

        String error() throws IOException {
            assertThat(head).containsIgnoringCase("content-type: application/json");
            return JSON.readTree(body).path("error").asText();
        }
    }

    @BeforeAll
    static void open() throws IOException {
        node = ArteryNode.listen(
                new NetworkSetup(
                        SELF,
                        BOUND,
                        BOUND,
                        new TreeMap<>(),
                        new LinkQuality(Duration.ofMillis(1), Bandwidth.parse("10Gbit")),
                        new TreeMap<>(),
                        new Membership.Outside()),
                Vocabulary.codec());
        DoorGround ground = new DoorGround(
                MonotonicTimeline.startingNow(),
                List.of(SELF),
                "client",
                new Images(List.of()),
                Terms.byDefault(),
                Optional.empty());
        door = HttpDoor.open(
                node, ground, new DoorSetup(new NodeAddress(BOUND.host(), 0), Optional.empty(), new TreeMap<>()));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void whatIsNoHttpIsAnsweredInTheFormOfErrors() throws IOException {
        for (String garbage : List.of(
                "what is this\r\n\r\n",
                "GET /v1 HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /v1\u0001 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "FROBNICATE /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
                "GET /v1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /v1 HTTP/1.1\r\nNo colon here\r\n\r\n",
                "GET /v1 HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n")) {
            Answer answer = send(garbage);
            assertThat(answer.status()).as(garbage).isGreaterThanOrEqualTo(400);
            assertThat(answer.error()).as(garbage).isNotEmpty().hasSizeLessThan(300);
        }
    }

    @Test
    void aPathThatIsTooLongIsAnsweredInTheFormOfErrors() throws IOException {
        Answer answer = send("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.error()).hasSizeLessThan(300);
    }

    @Test
    void headersThatAreTooManyOrTooLongAreAnsweredInTheFormOfErrors() throws IOException {
        Answer many = send("GET /v1 HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(100) + "\r\n");
        assertThat(many.error()).hasSizeLessThan(300);
        Answer longOne = send("GET /v1 HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(10_000) + "\r\n\r\n");
        assertThat(longOne.status()).isEqualTo(431);
        assertThat(longOne.error()).hasSizeLessThan(300);
    }

    @Test
    void aQueryThatIsNoneIsTheCallersMistake() throws IOException {
        for (String query : List.of("a=%zz", "=", "&&&", "a=b=c", "last=%F0%9F%92%A9", "%", "a=%00", "last=\u00fc")) {
            Answer answer = send("GET /v1/events?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(answer.status()).as(query).isBetween(400, 404);
            assertThat(answer.error()).as(query).isNotEmpty();
        }
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsNotCalledTooLong() throws IOException {
        Answer answer = send(post("Content-Length: 100", "{\"name\":"));
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.error()).contains("did not come within");
    }

    @Test
    void aBodyThatIsTooLongIsCalledSo() throws IOException {
        for (String body : List.of(
                post("Content-Length: 100000", "x".repeat(100_000)),
                post("Content-Length: 100000000000", "x"),
                post("Transfer-Encoding: chunked", "11170\r\n" + "x".repeat(70_000) + "\r\n0\r\n\r\n"))) {
            Answer answer = send(body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(413);
            assertThat(answer.error()).contains("longer than 65536 bytes");
        }
    }

    @Test
    void aBodyThatIsGarbledIsNotCalledTooLong() throws IOException {
        Answer answer = send(post("Transfer-Encoding: chunked", "no number\r\n{}\r\n0\r\n\r\n"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("garbled");
    }

    @Test
    void whatIsRefusedIsQuotedInShort() throws IOException {
        String big = "w".repeat(10_000);
        for (String body : List.of(
                "{\"name\":\"" + big + "\",\"memory\":\"1GiB\"}",
                "{\"" + big + "\":1,\"name\":\"a\",\"memory\":\"1GiB\"}",
                "{\"name\":\"a\",\"memory\":\"" + big + "\"}",
                "{\"name\":\"a\",\"memory\":\"1GiB\",\"count\":" + "9".repeat(900) + "}",
                "{\"name\":\"a\",\"memory\":\"1GiB\",\"count\":[" + "9,".repeat(5_000) + "9]}",
                "{\"name\":\"a\",\"memory\":\"1GiB\",\"protect\":\"" + big + "\"}",
                "{\"name\":\"a\",\"memory\":\"1GiB\",\"workload\":{\"cpu\":\"" + big + "\"}}",
                "{\"name\":\"a\",\"memory\":\"1GiB\",\"workload\":{\"dirty\":\"1" + "0".repeat(5_000) + "MiB/s\"}}",
                "{\"name\":\"a\",\"name\":\"" + big + "\"}",
                "{\"" + big + "\":1,\"" + big + "\":1}",
                big)) {
            Answer answer = send(post("Content-Length: " + body.length(), body));
            assertThat(answer.status()).as(body.substring(0, 40)).isEqualTo(400);
            assertThat(answer.error()).as(body.substring(0, 40)).isNotEmpty().hasSizeLessThan(400);
        }
        Answer place = send("GET /v1/events?after=" + "w".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(place.error()).hasSizeLessThan(200);
        Answer key = send("GET /v1/events?" + "w".repeat(5_000) + "=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(key.error()).hasSizeLessThan(200);
        Answer header =
                send("GET /v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: " + "w".repeat(5_000) + "\r\n\r\n");
        assertThat(header.error()).hasSizeLessThan(200);
    }

    private static String post(String header, String body) {
        return "POST /v1/vms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n"
                + body;
    }

    /// Leaves its side of the connection open, so that nothing but the door ends it.
    private static Answer send(String request) throws IOException {
        try (Socket socket = new Socket(door.host(), door.port())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (IOException heardEnough) {
                // the answer is there already
            }
            return answer(socket);
        }
    }

    private static Answer answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        int end = -1;
        while (end < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the door hung up after: " + text).isNotNegative();
            text.append((char) next);
            end = text.indexOf("\r\n\r\n");
        }
        String head = text.toString();
        int length = Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
        String body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(head.split(" ")[1]), head, body);
    }
}
