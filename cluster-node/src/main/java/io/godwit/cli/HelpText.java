package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.List;

/// What helps of a migration came to, for people, from what programs get.
final class HelpText {

    private HelpText() {}

    /// Nothing where none was at work.
    static List<String> lines(JsonNode uses) {
        Table table = new Table("HELP", "PAGES", "OF", "SAVED", "HOST'S CPU", "GUEST'S CPU");
        uses.forEach(use -> table.row(
                use.path("help").asText(),
                use.path("pages").asText(),
                use.path("lookedPages").asText(),
                new MemorySize(use.path("savedBytes").asLong()).roughly(),
                time(use, "hostCpuNs"),
                time(use, "guestCpuNs")));
        return uses.isEmpty() ? List.of() : table.lines();
    }

    /// What all of them came to together.
    static long sum(JsonNode uses, String key) {
        return uses.valueStream().mapToLong(use -> use.path(key).asLong()).sum();
    }

    private static String time(JsonNode of, String key) {
        return Durations.roughlyNs(of.path(key).asLong());
    }
}
