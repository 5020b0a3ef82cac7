package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What can be done with one image.
@Command(
        name = "image",
        description = "Shows what VMs can be made from.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImageCommand.Show.class})
final class ImageCommand {

    @Command(name = "show", description = "Shows one image.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "IMAGE", description = "its name")
        private String image = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.show("/v1/images/" + Names.inPath(image), body -> body.properties()
                    .forEach(property ->
                            reach.print(String.format("%-14s %s", property.getKey(), value(property.getValue())))));
        }

        private static String value(JsonNode value) {
            if (value.isArray()) {
                return value.valueStream().map(Show::value).collect(Collectors.joining("; "));
            }
            return value.isValueNode()
                    ? value.asText()
                    : value.propertyStream()
                            .map(part -> part.getKey() + " " + value(part.getValue()))
                            .collect(Collectors.joining(", "));
        }
    }
}
