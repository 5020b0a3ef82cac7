package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.door.EventWords;
import io.godwit.history.DowntimeParts;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Counted;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        List<String> lines = prediction.path("rounds").isEmpty() ? new ArrayList<>() : new ArrayList<>(table.lines());
        lines.addAll(HelpText.lines(prediction.path("help")));
        lines.add(end(prediction));
        return lines;
    }

    /// What a prediction for a running VM was made from: what was measured, and what was assumed.
    static List<String> grounds(JsonNode prediction) {
        JsonNode measured = prediction.path("measured");
        JsonNode assumed = prediction.path("assumed");
        String vm = prediction.path("vm").asText();
        String to = assumed.path("to").asText();
        List<String> lines = new ArrayList<>();
        lines.add(vm + " writes " + size(measured, "writtenBytesPerSecond") + " a second, to "
                + size(measured, "workingSetBytes") + ", by "
                + measured.path("pages").asLong() + " different pages in " + time(measured, "windowNs")
                + "; of its memory "
                + size(measured, "zeroBytes") + " are zero");
        lines.add("the link to " + to + " passes " + bandwidth(measured, "linkBitsPerSecond") + "; it would have "
                + bandwidth(assumed, "bitsPerSecond") + " of that, beside " + others(assumed, to));
        lines.add("the registry's leader answers " + to + " in " + time(measured, "registryNs") + ", the datastore in "
                + time(measured, "datastoreNs"));
        if (prediction.path("withoutHeldPages").asBoolean()) {
            lines.add("how many of its pages " + to
                    + " holds for other guests is not known: it is predicted to be asked, and"
                    + " to have none (`godwit predict --held` takes a share)");
        }
        if (prediction.path("withoutDisk").asBoolean()) {
            lines.add("its disk is its host's own and goes along first, which is not predicted (`godwit predict --disk`"
                    + " does that on paper)");
        }
        return lines;
    }

    private static String others(JsonNode assumed, String to) {
        List<String> others = new ArrayList<>();
        count(others, assumed.path("movesOut").asInt(), " from its host");
        count(others, assumed.path("movesIn").asInt(), " to " + to);
        count(others, assumed.path("movesOnLink").asInt(), " between their sites");
        others.add("what guests send");
        return String.join(", ", others);
    }

    private static void count(List<String> others, int moves, String where) {
        if (moves > 0) {
            others.add(Counted.of(moves, "move") + where);
        }
    }

    private static String bandwidth(JsonNode of, String key) {
        return new Bandwidth(of.path(key).asLong()).toString();
    }

    private static String end(JsonNode prediction) {
        String what = Counted.of(prediction.path("rounds").size(), "round") + ", " + size(prediction, "bytes") + " in "
                + time(prediction, "durationNs");
        String downtime =
                "downtime " + time(prediction, "downtimeNs") + " (" + parts(prediction.path("downtime")) + ")";
        if (!prediction.path("converges").asBoolean()) {
            return "does not converge: " + what + ", then " + size(prediction, "bytesLeft")
                    + " are left, a downtime of " + time(prediction, "weighedNs")
                    + " without the resume against a limit of "
                    + time(prediction, "limitNs")
                    + ": it takes a faster link, a longer limit, or a guest that writes less";
        }
        JsonNode pull = prediction.path("pull");
        return pull.isMissingNode()
                ? "converges: " + what + ", " + downtime
                : "goes on at its target first: " + what + ", " + downtime + "; " + size(pull, "bytes")
                        + " follow it in "
                        + time(pull, "durationNs") + ", in which it stands still "
                        + pull.path("faults").asLong() + " times for " + time(pull, "faultNs") + ", "
                        + time(pull, "stallNs") + " in all";
    }

    private static String parts(JsonNode parts) {
        return EventWords.of(new DowntimeParts(
                parts.path("pauseNs").asLong(),
                Optional.of(parts.path("pagesNs")).filter(JsonNode::isNumber).map(JsonNode::asLong),
                parts.path("stateNs").asLong(),
                parts.path("transitNs").asLong(),
                parts.path("verifyNs").asLong(),
                parts.path("commitNs").asLong(),
                parts.path("resumeNs").asLong()));
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
