package io.godwit.cli;

import io.godwit.recovery.MoveLimits;
import io.godwit.unit.IllegalQuantity;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How many migrations a fleet has in flight at once.
final class LimitOptions {

    @Option(
            names = "--migrations-per-host",
            paramLabel = "N",
            description = "in flight at once, in and out (default: ${DEFAULT-VALUE})")
    private int host = MoveLimits.byDefault().host();

    @Option(
            names = "--migrations-per-link",
            paramLabel = "N",
            description = "between two sites (default: ${DEFAULT-VALUE})")
    private int link = MoveLimits.byDefault().link();

    @Option(
            names = "--migrations-per-drain",
            paramLabel = "N",
            description = "of these, that empty a host (default: ${DEFAULT-VALUE})")
    private int drain = MoveLimits.byDefault().drain();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    MoveLimits read() {
        try {
            return new MoveLimits(host, link, drain);
        } catch (IllegalQuantity illegal) {
            throw new ParameterException(command.commandLine(), illegal.getMessage());
        }
    }
}
