package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists what VMs of a fleet can be made from.
@Command(name = "images", description = "Lists what VMs can be made from.", mixinStandardHelpOptions = true)
final class ImagesCommand implements Callable<Integer> {

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.show("/v1/images", body -> print(reach, body));
    }

    static void print(Reach reach, JsonNode body) {
        Table table = new Table("IMAGE", "KERNEL", "HYPERCALLS", "FILLS", "ZERO", "DISK", "LAYERS");
        for (JsonNode image : body.path("images")) {
            table.row(
                    image.path("image").asText(),
                    image.path("kernel").asText(),
                    image.path("hypercalls").asBoolean() ? "yes" : "no",
                    image.path("fills").asText(),
                    image.path("zeroShare").asText(),
                    image.path("disk").asText(),
                    image.path("layers").size());
        }
        table.lines().forEach(reach::print);
        if (body.path("saved").isEmpty()) {
            return;
        }
        Table saved = new Table("SAVED", "OF", "FROM", "DISK", "WRITES", "VMS");
        for (JsonNode image : body.path("saved")) {
            saved.row(
                    image.path("image").asText(),
                    image.path("of").asText(),
                    image.path("from").asText(),
                    image.path("disk").asText(),
                    image.path("writes").asText(),
                    image.path("vms").size());
        }
        reach.print("");
        saved.lines().forEach(reach::print);
    }
}
