package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.MemorySize;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Tells what a VM exchanges by its network card, and what that costs.
@Command(
        name = "net",
        description = "Tells what a VM's bulk asks of its network card, what it gets done, and what that costs.",
        mixinStandardHelpOptions = true)
final class VmNetCommand implements Callable<Integer> {

    @Mixin
    private OneVm vm = new OneVm();

    @Override
    public Integer call() {
        return vm.show("/net", this::print);
    }

    private void print(JsonNode body) {
        vm.print(body.path("vm").asText() + " on " + body.path("host").asText() + ": "
                + body.path("device").asText() + " ("
                + body.path("model").asText() + ", back-end "
                + body.path("backEnd").asText() + ")");
        vm.print(limits(body.path("limits")));
        if (body.path("work").isMissingNode()) {
            vm.print("it sends no bulk, and nobody sends it any");
            return;
        }
        JsonNode asked = body.path("asked");
        if (!asked.isMissingNode()) {
            row(
                    "asked",
                    number(asked, "sent") + " frames/s to " + asked.path("to").asText() + ", "
                            + new MemorySize(asked.path("sizeBytes").asLong()) + " each");
        }
        row("sent", number(body, "sent") + " frames/s");
        row("received", number(body, "received") + " of " + number(body, "offered") + " frames/s");
        row("bound by", body.path("bound").asText());
        JsonNode work = body.path("work");
        row("latency", latency(work));
        row(
                "exits",
                number(work, "exits") + "/s, "
                        + String.format(
                                Locale.ROOT,
                                "%.2f a frame",
                                work.path("exitsPerOperation").asDouble()));
        row("guest CPU", ofACore(work, "guestNanoCores"));
        row("back-end CPU", ofACore(work, "backEndNanoCores") + " of the host, beside its vCPUs");
        row(
                "pace",
                String.format(Locale.ROOT, "%.1f %%", 100 * body.path("pace").asDouble())
                        + " of what its CPU would let it get done");
        row(
                "so far",
                number(body.path("total"), "operations") + " frames, " + number(body.path("total"), "exits")
                        + " exits");
    }

    private void row(String name, String value) {
        vm.print(String.format("  %-13s %s", name, value));
    }

    private static String limits(JsonNode limits) {
        String vlan = limits.path("vlan").isMissingNode()
                ? "no virtual LAN, "
                : "virtual LAN " + limits.path("vlan").asInt() + ", ";
        String bytes = limits.path("bytes").isMissingNode()
                ? "no limit, "
                : "sends at most " + new MemorySize(limits.path("bytes").asLong()).roughly() + "/s, ";
        return vlan + bytes + "weight " + limits.path("weight").asInt();
    }

    private static String latency(JsonNode work) {
        return work.path("latencyNs").isMissingNode()
                ? "none is sent"
                : String.format(Locale.ROOT, "%,.0f us", work.path("latencyNs").asLong() / 1e3);
    }

    private static String ofACore(JsonNode work, String key) {
        return String.format(Locale.ROOT, "%.2f %% of a core", work.path(key).asLong() / 1e7);
    }

    private static String number(JsonNode of, String key) {
        return String.format(Locale.ROOT, "%,.0f", of.path(key).asDouble());
    }
}
