package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Locale;

/// Migrations in columns, without those in which none of them has anything: there are many, and few at a time are of
/// use.
final class MigrationTable {

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
        return migrations.isEmpty() ? List.of() : table.withoutEmptyColumns().lines();
    }

    private static void add(Table table, JsonNode move) {
        JsonNode course = move.path("course");
        table.row(
                move.path("vm").asText(),
                course.path("phase").asText(move.path("state").asText()),
                move.path("from").asText(Table.NOTHING),
                move.path("to").asText("any"),
                move.path("priority").asText(Table.NOTHING),
                course.path("round").asText(Table.NOTHING),
                size(course.path("bytes")),
                course.path("help").isEmpty()
                        ? Table.NOTHING
                        : new MemorySize(HelpText.sum(course.path("help"), "savedBytes")).roughly(),
                rate(course.path("bitsPerSecond")),
                rate(course.path("dirtyBitsPerSecond")),
                course.path("remainingPages").asText(Table.NOTHING),
                course.has("disk")
                        ? new MemorySize(course.path("disk").path("leftBytes").asLong()).roughly()
                        : Table.NOTHING,
                course.path("throttlePercent").asInt() > 0
                        ? course.path("throttlePercent").asText() + "%"
                        : Table.NOTHING,
                course.path("help").isEmpty()
                        ? Table.NOTHING
                        : Durations.roughlyNs(HelpText.sum(course.path("help"), "hostCpuNs")),
                course.has("downtimeNs")
                        ? Durations.roughlyNs(course.path("downtimeNs").asLong())
                        : Table.NOTHING);
    }

    /// Nothing, where nobody told it.
    static String size(JsonNode bytes) {
        return bytes.isMissingNode() ? Table.NOTHING : new MemorySize(bytes.asLong()).roughly();
    }

    private static String rate(JsonNode bitsPerSecond) {
        return bitsPerSecond.isMissingNode()
                ? Table.NOTHING
                : String.format(Locale.ROOT, "%.1fMbit", bitsPerSecond.asLong() / BITS_PER_MEGABIT);
    }
}
