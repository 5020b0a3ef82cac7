package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a VM as it is at one instant: as clones, or under a name that it can go back to.
final class VmCopies {

    private VmCopies() {}

    @Command(
            name = "clone",
            description = "Makes VMs that have the memory and the disk of another, as it is at one instant.",
            mixinStandardHelpOptions = true)
    static final class Clone implements Callable<Integer> {

        @Option(names = "--as", paramLabel = "NAME", description = "of the clone", required = true)
        private String as = "";

        @Option(names = "--full", description = "copies all of it, and begins wherever there is room")
        private boolean full;

        @Option(names = "--count", paramLabel = "N", description = "so many, NAME-1, NAME-2, ...")
        private Optional<Integer> count = Optional.empty();

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            ObjectNode form = JsonNodeFactory.instance.objectNode().put("as", as);
            count.ifPresent(it -> form.put("count", it));
            if (full) {
                form.put("full", true);
            }
            return vm.reach().with(client -> new Copying(vm.reach(), client, vm.name()).take("clone", form));
        }
    }

    @Command(
            name = "snapshot",
            description = "Keeps a VM's disk as it is, under a name that the VM can go back to.",
            mixinStandardHelpOptions = true)
    static final class Snapshot implements Callable<Integer> {

        @Option(names = "--as", paramLabel = "NAME", description = "of the snapshot", required = true)
        private String as = "";

        @Option(names = "--memory", description = "with what its guest has in memory, so that it goes on from there")
        private boolean memory;

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            ObjectNode form = JsonNodeFactory.instance.objectNode().put("as", as);
            if (memory) {
                form.put("memory", true);
            }
            return vm.reach().with(client -> new Copying(vm.reach(), client, vm.name()).take("snapshot", form));
        }
    }

    @Command(
            name = "snapshots",
            description = "Lists a VM's snapshots, and what each of them outlives.",
            mixinStandardHelpOptions = true)
    static final class Snapshots implements Callable<Integer> {

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            return vm.show("", body -> {
                Table table = new Table("SNAPSHOT", "EPOCH", "WRITES", "DISK", "MEMORY", "SURVIVES");
                for (JsonNode each : body.path("copies").path("snapshots")) {
                    table.row(
                            each.path("name").asText(),
                            each.path("epoch").asText(),
                            each.path("writes").asText(),
                            each.path("disk").asText(),
                            each.path("memory").asText("none"),
                            each.path("survives").asText());
                }
                table.lines().forEach(vm::print);
            });
        }
    }

    @Command(
            name = "snapshot-delete",
            description = "Forgets a snapshot. Clones and restored VMs keep what they have.",
            mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "VM", description = "its name")
        private String vm = "";

        @Parameters(index = "1", paramLabel = "SNAPSHOT", description = "its name")
        private String snapshot = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            String path = "/v1/vms/" + Names.inPath(vm) + "/snapshots/" + Names.inPath(snapshot);
            return reach.order("DELETE", path, VmCommand.PATIENCE);
        }
    }

    @Command(
            name = "restore",
            description =
                    "Lets a VM's disk go back to a snapshot: what was written since is undone, and its guest starts"
                            + " again in a new epoch.",
            mixinStandardHelpOptions = true)
    static final class Restore implements Callable<Integer> {

        @Option(names = "--to", paramLabel = "SNAPSHOT", description = "its name", required = true)
        private String to = "";

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            ObjectNode form = JsonNodeFactory.instance.objectNode().put("to", to);
            return vm.reach().with(client -> new Copying(vm.reach(), client, vm.name()).restore(form));
        }
    }
}
