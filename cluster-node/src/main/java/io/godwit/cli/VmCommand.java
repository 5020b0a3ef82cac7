package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What can be done with one VM.
@Command(
        name = "vm",
        description = "Creates, shows, changes, moves and destroys VMs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VmCreateCommand.class,
            VmCommand.Show.class,
            VmMigrateCommand.class,
            VmCommand.Cancel.class,
            VmCommand.Postcopy.class,
            VmCopies.Clone.class,
            VmCopies.Snapshot.class,
            VmCopies.Snapshots.class,
            VmCopies.Restore.class,
            VmCopies.Delete.class,
            VmFreight.Export.class,
            VmFreight.Import.class,
            VmTurns.Start.class,
            VmTurns.Stop.class,
            VmTurns.Reboot.class,
            VmResizeCommand.class,
            VmPinCommand.class,
            VmMemoryCommand.class,
            VmInsight.Exits.class,
            VmInsight.Cost.class,
            VmIoCommand.class,
            VmNetCommand.class,
            VmInsight.Crash.class,
            VmMisbehaveCommand.class,
            VmTurns.Pause.class,
            VmTurns.Resume.class,
            VmCommand.Destroy.class
        })
final class VmCommand {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    @Command(name = "show", description = "Shows one VM.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            return vm.reach().with(client -> vm.reach().told(client.get(vm.path("")), body -> {
                body.properties()
                        .forEach(property ->
                                vm.print(String.format("%-14s %s", property.getKey(), value(property.getValue()))));
                if (body.has("migration") || body.has("lastMigration")) {
                    tellMoves(client.get(MigrationsCommand.PATH).body());
                }
            }));
        }

        private void tellMoves(JsonNode body) {
            ArrayNode moving = JsonNodeFactory.instance.arrayNode();
            moving.addAll(mine(body.path("migrations")));
            MigrationTable.lines(moving).forEach(vm::print);
            moving.forEach(move -> tellHelp(move.path("course")));
            mine(body.path("ended")).stream().findFirst().ifPresent(this::tellLast);
        }

        private void tellLast(JsonNode last) {
            vm.print("");
            PastTable.lines(List.of(last)).forEach(vm::print);
            tellHelp(last);
            if (last.has("why")) {
                vm.print("it ended so: " + last.path("why").asText());
            }
        }

        private void tellHelp(JsonNode move) {
            List<String> lines = HelpText.lines(move.path("help"));
            if (!lines.isEmpty()) {
                vm.print("");
            }
            lines.forEach(vm::print);
        }

        private List<JsonNode> mine(JsonNode moves) {
            return moves.valueStream()
                    .filter(move -> move.path("vm").asText().equals(vm.name()))
                    .toList();
        }

        private static String value(JsonNode value) {
            if (value.isArray()) {
                return value.valueStream().map(Show::value).collect(Collectors.joining(", "));
            }
            return value.isValueNode()
                    ? value.asText()
                    : value.propertyStream()
                            .map(part -> part.getKey() + " " + value(part.getValue()))
                            .collect(Collectors.joining(", "));
        }
    }

    @Command(
            name = "postcopy",
            description = "Lets a VM that moves as a hybrid go on at its target before its pages.",
            mixinStandardHelpOptions = true)
    static final class Postcopy implements Callable<Integer> {

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            return vm.order("postcopy");
        }
    }

    @Command(
            name = "cancel",
            description = "Ends a VM's migration before it commits: the VM stays where it is.",
            mixinStandardHelpOptions = true)
    static final class Cancel implements Callable<Integer> {

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            return vm.order("cancel");
        }
    }

    @Command(name = "destroy", description = "Stops a VM and forgets it.", mixinStandardHelpOptions = true)
    static final class Destroy implements Callable<Integer> {

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            return vm.reach().order("DELETE", vm.path(""), PATIENCE);
        }
    }
}
