package io.godwit.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A door sign: the launcher runs `io.godwit.bench.Benchmarks` itself, as benchmarks are no part of the product's jars.
@Command(name = "bench", description = "Measures what the specification promises, and prints it.")
final class Benchmark implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine command = spec == null ? new CommandLine(this) : spec.commandLine();
        throw new ParameterException(command, "Benchmarks need the launcher: run ./godwit bench.");
    }
}
