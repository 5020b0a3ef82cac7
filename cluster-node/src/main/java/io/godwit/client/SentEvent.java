package io.godwit.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/// A server-sent event of a door, or a sign of life between two.
///
/// @param id where to go on behind it
/// @param kind `opened`, `happened` or `caught-up`; empty for a sign of life
public record SentEvent(String id, String kind, JsonNode data) {

    private static final JsonMapper JSON = new JsonMapper();

    /// A door sends one of these about twice a second.
    public boolean isSignOfLife() {
        return kind.isEmpty();
    }

    /// What a migration event is about.
    public boolean isAbout(String key, String value) {
        return data.path("about").path(key).asText().equals(value);
    }

    /// The next event of a stream of lines; empty at its end.
    public static Optional<SentEvent> next(Iterator<String> lines) throws IOException {
        String id = "";
        String kind = "";
        String data = "{}";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                return Optional.of(new SentEvent(id, kind, JSON.readTree(data)));
            }
            int colon = line.indexOf(": ");
            String value = line.substring(Math.max(0, colon) + (colon < 0 ? 0 : 2));
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> kind = value;
                case "data" -> data = value;
                default -> {} // a comment
            }
        }
        return Optional.empty();
    }
}
