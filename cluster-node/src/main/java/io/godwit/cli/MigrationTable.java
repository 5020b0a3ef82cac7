package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Locale;

/// Migrations in columns.
final class MigrationTable {

    private static final String NONE = "-";

    private static final double BITS_PER_MEGABIT = 1e6;

    private MigrationTable() {}

    /// Nothing for no migrations.
    static List<String> lines(JsonNode migrations) {
        Table table = new Table(
                "VM",
                "STATE",
                "FROM",
                "TO",
                "PRIORITY",
                "ROUND",
                "SENT",
                "SAVED",
                "RATE",
                "DIRTIED",
                "PAGES LEFT",
                "DISK LEFT",
                "THROTTLE",
                "HELP'S CPU",
                "DOWNTIME");
        migrations.forEach(move -> add(table, move));
        return migrations.isEmpty() ? List.of() : table.lines();
    }

    private static void add(Table table, JsonNode move) {
        JsonNode course = move.path("course");
        table.row(
                move.path("vm").asText(),
                course.path("phase").asText(move.path("state").asText()),
                move.path("from").asText(NONE),
                move.path("to").asText("any"),
                move.path("priority").asText(NONE),
                course.path("round").asText(NONE),
                size(course.path("bytes")),
                course.has("help") ? new MemorySize(sum(course, "savedBytes")).roughly() : NONE,
                rate(course.path("bitsPerSecond")),
                rate(course.path("dirtyBitsPerSecond")),
                course.path("remainingPages").asText(NONE),
                course.has("disk")
                        ? new MemorySize(course.path("disk").path("leftBytes").asLong()).roughly()
                        : NONE,
                course.has("throttlePercent") ? course.path("throttlePercent").asText() + "%" : NONE,
                course.has("help") ? Durations.roughlyNs(sum(course, "hostCpuNs")) : NONE,
                course.has("downtimeNs")
                        ? Durations.roughlyNs(course.path("downtimeNs").asLong())
                        : NONE);
    }

    private static long sum(JsonNode course, String key) {
        return course.path("help")
                .valueStream()
                .mapToLong(use -> use.path(key).asLong())
                .sum();
    }

    private static String size(JsonNode bytes) {
        return bytes.isMissingNode() ? NONE : new MemorySize(bytes.asLong()).roughly();
    }

    private static String rate(JsonNode bitsPerSecond) {
        return bitsPerSecond.isMissingNode()
                ? NONE
                : String.format(Locale.ROOT, "%.1fMbit", bitsPerSecond.asLong() / BITS_PER_MEGABIT);
    }
}
