package io.godwit.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls the first door that can be reached. A request that may have been taken is not repeated at another one.
public final class DoorClient implements AutoCloseable {

    /// A door on the same machine or in the same network answers at once, or not at all.
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final JsonMapper JSON = new JsonMapper();

    /// What a door said.
    ///
    /// @param status of HTTP
    /// @param text as it came
    public record Answer(int status, JsonNode body, String text) {

        public boolean isGood() {
            return status < 300;
        }

        /// Why it was refused.
        public String error() {
            return body.path("error").asText(text);
        }
    }

    private final Doors doors;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    public DoorClient(Doors doors) {
        this.doors = doors;
    }

    public Answer get(String path) {
        return call("GET", path, Optional.empty(), Duration.ofSeconds(20));
    }

    /// @param body JSON; empty: none
    /// @param patience for the answer
    /// @throws Unreachable if no door can be reached, or the answer doesn't come
    public Answer call(String method, String path, Optional<JsonNode> body, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .timeout(patience)
                .method(
                        method,
                        body.map(json -> BodyPublishers.ofString(json.toString()))
                                .orElseGet(BodyPublishers::noBody));
        if (body.isPresent()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = send(request, path, BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(response.statusCode(), tree(response.body()), response.body());
    }

    /// Begins to read what is no JSON.
    ///
    /// @param taker is given the bytes; they end early, with an exception, if the door breaks off
    /// @return empty: the taker had them; else why there are none
    /// @throws IOException if the taker can't have them, or they break off
    public Optional<Answer> read(String path, Taker taker) throws IOException {
        HttpResponse<InputStream> response = send(HttpRequest.newBuilder().GET(), path, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() < 300) {
                taker.take(body);
                return Optional.empty();
            }
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(new Answer(response.statusCode(), tree(text), text));
        }
    }

    /// Whoever takes bytes.
    @FunctionalInterface
    public interface Taker {

        void take(InputStream bytes) throws IOException;
    }

    /// Sends a file.
    ///
    /// @param patience for the answer
    /// @throws FileNotFoundException if there is none
    public Answer send(String path, Path file, Duration patience) throws FileNotFoundException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .timeout(patience)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofFile(file));
        HttpResponse<String> response = send(request, path, BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(response.statusCode(), tree(response.body()), response.body());
    }

    /// Begins to follow events.
    ///
    /// @param path with its query
    /// @return lines of server-sent events, for as long as the connection lasts
    public Stream<String> lines(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder().GET();
        HttpResponse<Stream<String>> response = send(request, path, BodyHandlers.ofLines());
        if (response.statusCode() >= 300) {
            String text = response.body().collect(Collectors.joining());
            throw new Unreachable(new Answer(response.statusCode(), tree(text), text).error());
        }
        return response.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, String path, BodyHandler<T> handler) {
        doors.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        List<String> dead = new ArrayList<>();
        for (URI door : doors.urls()) {
            try {
                return http.send(request.uri(door.resolve(path)).build(), handler);
            } catch (ConnectException | HttpConnectTimeoutException nobody) {
                dead.add(door.toString());
            } catch (IOException broken) {
                throw new Unreachable("the door at " + door + " broke off: look with `godwit vms` what came of it");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Unreachable("the call was interrupted");
            }
        }
        throw new Unreachable("no fleet answers at " + String.join(", ", dead)
                + ": start one with `godwit up`, or name another door with --door URL");
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            return JSON.createObjectNode();
        }
    }
}
