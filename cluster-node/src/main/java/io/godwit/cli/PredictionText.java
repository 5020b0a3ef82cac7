package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;

/// A prediction for people, from what programs get.
final class PredictionText {

    private PredictionText() {}

    static List<String> lines(JsonNode prediction) {
        Table table = new Table("ROUND", "SENT", "SAVED", "TIME", "THROTTLE", "WRITTEN MEANWHILE");
        for (JsonNode round : prediction.path("rounds")) {
            table.row(
                    round.path("number").asInt(),
                    size(round, "bytes"),
                    size(round, "savedBytes"),
                    time(round, "durationNs"),
                    round.path("throttlePercent").asInt() + "%",
                    bytes(WireCost.byDefault().bytesOf(round.path("dirtyPages").asLong())));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(HelpText.lines(prediction.path("help")));
        lines.add(end(prediction));
        return lines;
    }

    private static String end(JsonNode prediction) {
        String what = prediction.path("rounds").size() + " rounds, " + size(prediction, "bytes") + " in "
                + time(prediction, "durationNs");
        String downtime = time(prediction, "downtimeNs");
        if (!prediction.path("converges").asBoolean()) {
            return "does not converge: " + what + ", then " + size(prediction, "bytesLeft")
                    + " are left, a downtime of " + downtime + " against a limit of " + time(prediction, "limitNs")
                    + ": it takes a faster link, a longer limit, or a guest that writes less";
        }
        JsonNode pull = prediction.path("pull");
        return pull.isMissingNode()
                ? "converges: " + what + ", downtime " + downtime + " and the registry's round for the commit"
                : "goes on at its target first: " + what + ", downtime " + downtime
                        + " and the registry's round for the commit; " + size(pull, "bytes") + " follow it in "
                        + time(pull, "durationNs") + ", in which it stands still "
                        + pull.path("faults").asLong() + " times for " + time(pull, "faultNs") + ", "
                        + time(pull, "stallNs") + " in all";
    }

    private static String time(JsonNode of, String key) {
        return Durations.roughlyNs(of.path(key).asLong());
    }

    private static String size(JsonNode of, String key) {
        return bytes(of.path(key).asLong());
    }

    private static String bytes(long bytes) {
        return new MemorySize(bytes).roughly();
    }
}
