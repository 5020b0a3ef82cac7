package io.godwit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gives a VM another size or share, while it runs where that goes.
@Command(
        name = "resize",
        description = "Gives a VM another size or share of its host: while it runs, or by a reboot.",
        mixinStandardHelpOptions = true)
final class VmResizeCommand implements Callable<Integer> {

    @Option(names = "--vcpus", paramLabel = "N", description = "how many")
    private Optional<Integer> vcpus = Optional.empty();

    @Option(names = "--memory", paramLabel = "SIZE", description = "such as 2GiB")
    private Optional<String> memory = Optional.empty();

    @Option(names = "--weight", paramLabel = "N", description = "share under contention, 1 to 10000")
    private Optional<Integer> weight = Optional.empty();

    @Option(names = "--reservation", paramLabel = "SHARE", description = "of all its vCPUs, always there, such as 50%%")
    private Optional<String> reservation = Optional.empty();

    @Option(names = "--cap", paramLabel = "SHARE", description = "of all its vCPUs, never exceeded; or none")
    private Optional<String> cap = Optional.empty();

    @Option(names = "--reboot", description = "what can't be changed while it runs is changed by a reboot")
    private boolean reboot;

    @Mixin
    private OneVm vm = new OneVm();

    @Override
    public Integer call() {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        vcpus.ifPresent(it -> form.put("vcpus", it));
        memory.ifPresent(it -> form.put("memory", it));
        weight.ifPresent(it -> form.put("weight", it));
        reservation.ifPresent(it -> form.put("reservation", it));
        cap.ifPresent(it -> form.put("cap", it));
        if (reboot) {
            form.put("reboot", true);
        }
        return vm.reach().order(vm.name(), "resize", form);
    }
}
