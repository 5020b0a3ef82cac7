package io.godwit.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentSkipListMap;

/// A door that says what it was told to say, and remembers what it was asked.
final class FakeDoor implements AutoCloseable {

    private record Said(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Queue<Said>> replies = new ConcurrentSkipListMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    FakeDoor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /// Says this to a call, and its last word again and again.
    FakeDoor says(String call, int status, String body) {
        replies.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(new Said(status, body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Method, path and body of each call, and the token where one was shown.
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add((call + " " + body).strip() + (token == null ? "" : " " + token));
        Queue<Said> queue = replies.getOrDefault(call, new ArrayDeque<>());
        Said said = queue.size() > 1 ? queue.remove() : queue.peek();
        byte[] bytes = (said == null ? "{\"error\":\"nothing\"}" : said.body()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said == null ? 404 : said.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
