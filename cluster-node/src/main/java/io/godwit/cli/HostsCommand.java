package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the hosts of a fleet.
@Command(name = "hosts", description = "Lists the hosts of a fleet.", mixinStandardHelpOptions = true)
final class HostsCommand implements Callable<Integer> {

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.show("/v1/hosts", this::print);
    }

    private void print(JsonNode body) {
        Table table = new Table("HOST", "NODE", "STATE", "VMS", "VCPUS", "CORES", "FREE", "MEMORY", "RACK", "ROLE");
        for (JsonNode host : body.path("hosts")) {
            table.row(
                    text(host, "host"),
                    text(host, "node"),
                    text(host, "state"),
                    text(host, "vms"),
                    text(host, "vcpus"),
                    text(host, "cores"),
                    Table.size(host.path("memoryFree")),
                    Table.size(host.path("memory")),
                    text(host, "site") + "/" + text(host, "rack"),
                    role(host));
        }
        table.lines().forEach(reach::print);
    }

    private static String role(JsonNode host) {
        if (host.path("leader").asBoolean()) {
            return "leader";
        }
        return host.path("voter").asBoolean() ? "voter" : "";
    }

    private static String text(JsonNode host, String key) {
        return host.path(key).asText();
    }
}
