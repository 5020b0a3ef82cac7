package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the arrays of a fleet, and how much each holds.
@Command(
        name = "datastores",
        description = "Lists the arrays of a fleet: what each holds, and what it has still to drop.",
        mixinStandardHelpOptions = true)
final class DatastoresCommand implements Callable<Integer> {

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.show("/v1/datastores", this::print);
    }

    private void print(JsonNode body) {
        Table table = new Table("DATASTORE", "STATE", "VMS", "DISKS", "COPIES", "USED", "TO-DROP");
        for (JsonNode array : body.path("datastores")) {
            table.row(
                    array.path("datastore").asText(),
                    array.path("state").asText(),
                    array.path("vms").asText(),
                    text(array, "disks"),
                    text(array, "copies"),
                    array.has("used") ? Table.size(array.path("used")) : "-",
                    array.path("toDrop").asText());
        }
        table.lines().forEach(reach::print);
    }

    private static String text(JsonNode array, String key) {
        return array.has(key) ? array.path(key).asText() : "-";
    }
}
