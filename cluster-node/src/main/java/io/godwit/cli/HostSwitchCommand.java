package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Tells what passed a host's switch.
@Command(
        name = "switch",
        description = "Tells what passed each port of a host's switch, what was dropped and why, and which addresses it"
                + " knows.",
        mixinStandardHelpOptions = true)
final class HostSwitchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "HOST", description = "its name")
    private String host = "";

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.show("/v1/hosts/" + Names.inPath(host) + "/switch", this::print);
    }

    private void print(JsonNode body) {
        reach.print(body.path("host").asText() + ": " + body.path("ports").size() + " ports, "
                + addresses(body.path("addresses").size()) + ", "
                + body.path("notLearned").asLong() + " not learned for want of room");
        Table ports = new Table("PORT", "KIND", "VLAN", "LIMIT", "IN", "BYTES", "OUT", "BYTES", "FLOODED", "DROPPED");
        for (JsonNode port : body.path("ports")) {
            ports.row(
                    port.path("port").asText(),
                    port.path("kind").asText(),
                    vlan(port),
                    port.path("limitBytes").isMissingNode() ? "-" : size(port, "limitBytes") + "/s",
                    count(port, "framesIn"),
                    size(port, "bytesIn"),
                    count(port, "framesOut"),
                    size(port, "bytesOut"),
                    count(port, "flooded"),
                    dropped(port.path("dropped")));
        }
        ports.lines().forEach(reach::print);
        reach.print("");
        Table addresses = new Table("ADDRESS", "VLAN", "PORT", "HEARD");
        for (JsonNode address : body.path("addresses")) {
            addresses.row(
                    address.path("mac").asText(),
                    vlan(address),
                    address.path("port").asText(),
                    address.path("silentNs").isMissingNode()
                            ? "a card's own"
                            : Durations.roughlyNs(address.path("silentNs").asLong()) + " ago");
        }
        addresses.lines().forEach(reach::print);
    }

    private static String vlan(JsonNode of) {
        int vlan = of.path("vlan").asInt();
        return vlan == 0 ? "-" : Integer.toString(vlan);
    }

    private static String dropped(JsonNode byReason) {
        List<String> reasons = new ArrayList<>();
        byReason.properties()
                .forEach(entry -> reasons.add(
                        String.format(Locale.ROOT, "%,d %s", entry.getValue().asLong(), entry.getKey())));
        return reasons.isEmpty() ? "0" : String.join(", ", reasons);
    }

    private static String count(JsonNode of, String key) {
        return String.format(Locale.ROOT, "%,d", of.path(key).asLong());
    }

    private static String size(JsonNode of, String key) {
        return new MemorySize(of.path(key).asLong()).roughly();
    }

    private static String addresses(int count) {
        return count == 1 ? "1 address" : count + " addresses";
    }
}
