package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;

/// Migrations that have ended, in columns: how each ended, then how long its guest stood still for what.
final class PastTable {

    private PastTable() {}

    /// Nothing for no migrations.
    static List<String> lines(List<JsonNode> migrations) {
        List<String> lines = new ArrayList<>(ends(migrations));
        List<JsonNode> stood =
                migrations.stream().filter(move -> move.has("parts")).toList();
        if (!stood.isEmpty()) {
            lines.add("");
            lines.addAll(parts(stood));
        }
        return lines;
    }

    private static List<String> ends(List<JsonNode> migrations) {
        Table table =
                new Table("VM", "FROM", "TO", "END", "MODE", "ROUNDS", "SENT", "SAVED", "TOOK", "DOWNTIME", "ENDED");
        migrations.forEach(move -> table.row(
                move.path("vm").asText(),
                move.path("from").asText(),
                move.path("to").asText(),
                move.path("outcome").asText().replace('_', ' '),
                move.path("mode").asText(Table.NOTHING),
                move.path("rounds").asText(Table.NOTHING),
                MigrationTable.size(move.path("bytes")),
                move.path("help").isEmpty()
                        ? Table.NOTHING
                        : new MemorySize(HelpText.sum(move.path("help"), "savedBytes")).roughly(),
                time(move.path("tookNs")),
                time(move.path("downtimeNs")),
                time(move.path("endedAgoNs")) + " ago"));
        return migrations.isEmpty() ? List.of() : table.withoutEmptyColumns().lines();
    }

    private static List<String> parts(List<JsonNode> migrations) {
        Table table =
                new Table("VM", "STOOD STILL", "PAUSE", "LAST PAGES", "STATE", "WAY", "PROOF", "COMMIT", "RESUME");
        migrations.forEach(move -> {
            JsonNode parts = move.path("parts");
            table.row(
                    move.path("vm").asText(),
                    time(move.path("downtimeNs")),
                    time(parts.path("pauseNs")),
                    time(parts.path("pagesNs")),
                    time(parts.path("stateNs")),
                    time(parts.path("transitNs")),
                    time(parts.path("verifyNs")),
                    time(parts.path("commitNs")),
                    time(parts.path("resumeNs")));
        });
        return table.withoutEmptyColumns().lines();
    }

    private static String time(JsonNode durationNs) {
        return durationNs.isMissingNode() ? Table.NOTHING : Durations.brieflyNs(durationNs.asLong());
    }
}
