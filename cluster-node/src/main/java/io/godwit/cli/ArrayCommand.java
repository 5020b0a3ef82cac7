package io.godwit.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Is a storage array of a fleet.
@Command(
        name = "array",
        description = "Is a storage array of a fleet, and stays in front.",
        mixinStandardHelpOptions = true)
final class ArrayCommand implements Callable<Integer> {

    @Option(names = "--fleet", paramLabel = "FILE", description = "the fleet's file", required = true)
    private Path fleet = Path.of("");

    @Mixin
    private StandAlone process = new StandAlone();

    @Override
    public Integer call() {
        try {
            var deployment = StandAlone.deployment(fleet);
            if (!deployment.file().arrays().containsKey(process.name())) {
                return process.refuse(fleet + " has no array '" + process.name() + "': write one of "
                        + String.join(", ", deployment.file().arrays().keySet()));
            }
            return process.live(deployment.array(process.name(), process.self(Optional.empty())));
        } catch (InvalidSettings wrong) {
            return process.refuse(wrong.getMessage());
        }
    }
}
