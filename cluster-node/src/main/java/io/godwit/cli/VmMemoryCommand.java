package io.godwit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Gives a VM another standing for memory, while it runs where that goes.
@Command(
        name = "memory",
        description = "Gives a VM another standing for memory among the VMs of its host.",
        mixinStandardHelpOptions = true)
final class VmMemoryCommand implements Callable<Integer> {

    @Option(names = "--shares", paramLabel = "N", description = "under pressure, 1 to 10000")
    private Optional<Integer> shares = Optional.empty();

    @Option(names = "--reservation", paramLabel = "SIZE", description = "that nobody takes from it")
    private Optional<String> reservation = Optional.empty();

    @Option(names = "--limit", paramLabel = "SIZE", description = "of its host it has no more than; or none")
    private Optional<String> limit = Optional.empty();

    @Option(names = "--minimum", paramLabel = "SIZE", description = "that a balloon leaves it; none: a quarter")
    private Optional<String> minimum = Optional.empty();

    @Option(names = "--mapping", paramLabel = "SIZE", description = "4KiB, 2MiB or 1GiB: from its next start on")
    private Optional<String> mapping = Optional.empty();

    @Option(names = "--reboot", description = "what can't be changed while it runs is changed by a reboot")
    private boolean reboot;

    @Mixin
    private OneVm vm = new OneVm();

    @Override
    public Integer call() {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        shares.ifPresent(it -> form.put("shares", it));
        reservation.ifPresent(it -> form.put("reservation", it));
        limit.ifPresent(it -> form.put("limit", it));
        minimum.ifPresent(it -> form.put("minimum", it));
        mapping.ifPresent(it -> form.put("mapping", it));
        if (reboot) {
            form.put("reboot", true);
        }
        return vm.reach().order(vm.name(), "memory", form);
    }
}
