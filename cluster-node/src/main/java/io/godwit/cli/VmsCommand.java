package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the VMs of a fleet.
@Command(name = "vms", description = "Lists the VMs of a fleet.", mixinStandardHelpOptions = true)
final class VmsCommand implements Callable<Integer> {

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.show("/v1/vms", body -> {
            JsonNode vms = body.path("vms");
            if (vms.isEmpty()) {
                reach.print("this fleet has no VMs: `godwit vm create web-1 --memory 1GiB` makes one");
            } else {
                VmTable.lines(vms).forEach(reach::print);
            }
        });
    }
}
