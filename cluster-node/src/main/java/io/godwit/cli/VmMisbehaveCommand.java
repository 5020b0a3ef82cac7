package io.godwit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Lets a guest get out of hand, to see what that does to its neighbours.
@Command(
        name = "misbehave",
        description = "Lets a VM's guest get out of hand for a while, as a bug or an intruder would.",
        mixinStandardHelpOptions = true)
final class VmMisbehaveCommand implements Callable<Integer> {

    @Option(
            names = "--how",
            paramLabel = "HOW",
            description = "cpu, memory, disk, flood, storm, crash, panic, forge-mac, forge-vlan or forge-message",
            required = true)
    private String how = "";

    @Option(names = "--for", paramLabel = "TIME", description = "until it behaves again; 30s unless given")
    private Optional<String> lasting = Optional.empty();

    @Option(names = "--as", paramLabel = "VM", description = "whose name it puts on what it forges")
    private Optional<String> as = Optional.empty();

    @Option(names = "--stop", description = "behaves again now")
    private boolean stop;

    @Mixin
    private OneVm vm = new OneVm();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        if (stop && (lasting.isPresent() || as.isPresent())) {
            throw new ParameterException(
                    command.commandLine(), "--stop ends it, so that --for and --as say nothing: remove them");
        }
        ObjectNode form = JsonNodeFactory.instance.objectNode().put("how", how);
        lasting.ifPresent(time -> form.put("for", time));
        as.ifPresent(other -> form.put("as", other));
        if (stop) {
            form.put("stop", true);
        }
        return vm.reach().order(vm.name(), "misbehave", form);
    }
}
