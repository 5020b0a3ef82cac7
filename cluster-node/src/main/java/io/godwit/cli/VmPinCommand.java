package io.godwit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    @Option(names = "--cores", paramLabel = "LIST", description = "such as 2,3 (from 0), or any", required = true)
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
            for (String core : cores.split(",", -1)) {
                if (!core.strip().matches("[0-9]{1,4}")) {
                    throw new ParameterException(
                            command.commandLine(), "'" + core + "' is no core: write numbers from 0 like 2,3, or any");
                }
                list.add(Integer.parseInt(core.strip()));
            }
        }
        return vm.reach().order(vm.name(), "pin", form);
    }
}
