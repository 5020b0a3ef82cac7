package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be done with one image.
@Command(
        name = "image",
        description = "Shows what VMs can be made from, and saves VMs as that.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ImageCommand.Listing.class,
            ImageCommand.Show.class,
            ImageCommand.Save.class,
            ImageCommand.Remove.class
        })
final class ImageCommand {

    @Command(name = "list", description = "Lists what VMs can be made from.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.show("/v1/images", body -> ImagesCommand.print(reach, body));
        }
    }

    @Command(
            name = "save",
            description = "Makes an image of a VM's disk as it is, or as a snapshot has it.",
            mixinStandardHelpOptions = true)
    static final class Save implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "VM", description = "its name")
        private String vm = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "of the image")
        private String name = "";

        @Option(names = "--snapshot", paramLabel = "NAME", description = "takes what this has, in the place of now")
        private Optional<String> snapshot = Optional.empty();

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.with(client -> snapshot.map(of -> save(client, of)).orElseGet(() -> saveNow(client)));
        }

        /// Why there can be no image of this name, before anything is taken for it.
        private static Optional<String> taken(JsonNode images, String name) {
            if (has(images.path("images"), name)) {
                return Optional.of(name + " is the name of an image that comes with the fleet: choose another name");
            }
            return has(images.path("saved"), name)
                    ? Optional.of("there is an image " + name + " already: choose another name")
                    : Optional.empty();
        }

        private static boolean has(JsonNode images, String name) {
            return images.valueStream()
                    .anyMatch(image -> image.path("image").asText().equals(name));
        }

        /// What is taken for the image has a name for as long as it is none.
        private int saveNow(DoorClient client) {
            Answer images = client.get("/v1/images");
            Optional<String> taken = taken(images.body(), Names.inPath(name));
            if (!images.isGood() || taken.isPresent()) {
                taken.ifPresent(reach.err()::println);
                return taken.isPresent() ? Reach.REFUSED : reach.refused(images);
            }
            String of = "image-" + name;
            int copied = new Copying(reach, client, vm)
                    .take("snapshot", JsonNodeFactory.instance.objectNode().put("as", of));
            if (copied != 0) {
                return copied;
            }
            int saved = save(client, of);
            String path = "/v1/vms/" + Names.inPath(vm) + "/snapshots/" + Names.inPath(of);
            Answer dropped = client.call("DELETE", path, Optional.empty(), VmCommand.PATIENCE);
            return dropped.isGood() ? saved : reach.refused(dropped);
        }

        private int save(DoorClient client, String of) {
            ObjectNode form =
                    JsonNodeFactory.instance.objectNode().put("vm", vm).put("snapshot", of);
            Answer answer =
                    client.call("POST", "/v1/images/" + Names.inPath(name), Optional.of(form), VmCommand.PATIENCE);
            return reach.told(
                    answer,
                    _ -> reach.print("image " + name + " is of " + vm + ": `godwit vm create --image " + name
                            + "` makes a VM of it"));
        }
    }

    @Command(
            name = "remove",
            description = "Removes a saved image that no VM is based on.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {

        @Parameters(paramLabel = "IMAGE", description = "its name")
        private String image = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.order("DELETE", "/v1/images/" + Names.inPath(image), VmCommand.PATIENCE);
        }
    }

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
