package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.MemorySize;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Tells what a VM asks of its disk, what it gets, and what that costs.
@Command(
        name = "io",
        description = "Tells what a VM's bulk asks of its disk, what it gets done, and what that costs.",
        mixinStandardHelpOptions = true)
final class VmIoCommand implements Callable<Integer> {

    @Mixin
    private OneVm vm = new OneVm();

    @Override
    public Integer call() {
        return vm.show("/io", this::print);
    }

    private void print(JsonNode body) {
        vm.print(body.path("vm").asText() + " on " + body.path("host").asText() + ": "
                + body.path("device").asText() + " ("
                + body.path("model").asText() + ", back-end "
                + body.path("backEnd").asText() + "), disk "
                + body.path("disk").asText());
        vm.print(limits(body.path("limits")));
        if (body.path("asked").isMissingNode()) {
            vm.print("it asks for no bulk");
            return;
        }
        JsonNode asked = body.path("asked");
        JsonNode achieved = body.path("achieved");
        row("asked", flow(asked) + ", " + kind(asked));
        row("achieved", flow(achieved) + String.format(Locale.ROOT, ", %.0f %%", percent(asked, achieved)));
        row("bound by", body.path("bound").asText());
        row("latency", latency(achieved));
        row(
                "in flight",
                achieved.path("inFlight").asInt() + " of " + asked.path("depth").asInt());
        row("exits", number(achieved.path("exits").asDouble()) + "/s, " + exitsEach(achieved));
        row("guest CPU", ofACore(achieved.path("guestNanoCores").asLong()));
        row("back-end CPU", ofACore(achieved.path("backEndNanoCores").asLong()) + " of the host, beside its vCPUs");
        row(
                "pace",
                String.format(Locale.ROOT, "%.1f %%", 100 * body.path("pace").asDouble())
                        + " of what its CPU would let it get done");
        JsonNode total = body.path("total");
        row(
                "so far",
                number(total.path("operations").asDouble()) + " operations, "
                        + new MemorySize(total.path("bytes").asLong()).roughly() + ", "
                        + number(total.path("exits").asDouble()) + " exits");
    }

    private void row(String name, String value) {
        vm.print(String.format("  %-13s %s", name, value));
    }

    private static String limits(JsonNode limits) {
        String operations = limits.path("operations").isMissingNode()
                ? ""
                : number(limits.path("operations").asDouble()) + " operations/s, ";
        String bytes = limits.path("bytes").isMissingNode()
                ? ""
                : new MemorySize(limits.path("bytes").asLong()).roughly() + "/s, ";
        return (operations + bytes).isEmpty()
                ? "no limit, weight " + limits.path("weight").asInt()
                : "at most " + operations + bytes + "weight "
                        + limits.path("weight").asInt();
    }

    private static String flow(JsonNode of) {
        return number(of.path("operations").asDouble()) + " operations/s, "
                + new MemorySize(of.path("bytes").asLong()).roughly() + "/s";
    }

    private static String kind(JsonNode asked) {
        return new MemorySize(asked.path("sizeBytes").asLong()) + " each, "
                + String.format(
                        Locale.ROOT,
                        "%.0f %% reads, ",
                        asked.path("readPermille").asInt() / 10.0)
                + (asked.path("sequentialPermille").asInt() == 0 ? "random" : "sequential");
    }

    private static double percent(JsonNode asked, JsonNode achieved) {
        return 100
                * achieved.path("operations").asDouble()
                / asked.path("operations").asDouble();
    }

    private static String latency(JsonNode achieved) {
        return achieved.path("latencyNs").isMissingNode()
                ? "none is answered"
                : String.format(
                        Locale.ROOT, "%,.0f us", achieved.path("latencyNs").asLong() / 1e3);
    }

    private static String exitsEach(JsonNode achieved) {
        return String.format(
                Locale.ROOT,
                "%.2f an operation",
                achieved.path("exitsPerOperation").asDouble());
    }

    private static String ofACore(long nanoCores) {
        return String.format(Locale.ROOT, "%.2f %% of a core", nanoCores / 1e7);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
