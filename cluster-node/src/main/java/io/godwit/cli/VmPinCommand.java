package io.godwit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.cpu.CoreSet;
import io.godwit.unit.IllegalQuantity;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Says on which cores a VM may run.
@Command(
        name = "pin",
        description = "Lets a VM run on some cores of its host only, or on any.",
        mixinStandardHelpOptions = true)
final class VmPinCommand implements Callable<Integer> {

    @Option(names = "--cores", paramLabel = "LIST", description = "such as 0-3,8 (from 0), or any", required = true)
    private String cores = "";

    @Mixin
    private OneVm vm = new OneVm();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        if (cores.equals("any")) {
            form.put("cores", cores);
        } else {
            ArrayNode list = form.putArray("cores");
            set().numbers().forEach(list::add);
        }
        return vm.reach().order(vm.name(), "pin", form);
    }

    private CoreSet set() {
        try {
            return CoreSet.parse(cores);
        } catch (IllegalQuantity illegal) {
            throw new ParameterException(command.commandLine(), illegal.getMessage() + ", or any");
        }
    }
}
