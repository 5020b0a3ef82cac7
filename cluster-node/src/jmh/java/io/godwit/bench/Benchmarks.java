package io.godwit.bench;

import io.godwit.cli.Godwit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./godwit bench`: measures what the specification promises, each subject in a JVM of its own, one after the other,
/// and prints each figure beside its bar. It writes no file. A bar that is missed is told and is no failure: these are
/// no tests.
@Command(
        name = "godwit bench",
        description = "Measures what the specification promises, and prints it.",
        mixinStandardHelpOptions = true)
final class Benchmarks implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "what to measure (default: everything); see --list", arity = "0..*")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "print the names, and measure nothing")
    private boolean list;

    @Option(names = "--json", description = "print figures as JSON, a line each")
    private boolean json;

    @Option(names = "--traces", paramLabel = "FOLDER", description = "a PlanetLab trace, for planetlab-day")
    private Path traces = Path.of("");

    @Option(
            names = "--part",
            paramLabel = "PATTERN",
            description = "for parts: only those in whose names this regular expression is found, as QuantumBenchmark")
    private String part = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Benchmarks())
                .setParameterExceptionHandler((mistake, _) -> {
                    mistake.getCommandLine().getErr().println(mistake.getMessage());
                    return Godwit.INVALID;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Subject> chosen = chosen();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            chosen.forEach(subject -> out.printf("%-14s %s%n", subject.word(), subject.about()));
            return 0;
        }
        requirePattern();
        Printout printout = json ? new JsonPrintout(out) : new TextPrintout(out);
        boolean broken = false;
        for (Subject subject : chosen) {
            broken |= !new Measurement(subject, new Given(traces, part), printout).run();
        }
        printout.end();
        return broken ? Godwit.BROKEN : 0;
    }

    private void requirePattern() {
        try {
            Pattern.compile(part);
        } catch (PatternSyntaxException wrong) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--part " + part + " is no regular expression: " + wrong.getDescription() + ".");
        }
    }

    private List<Subject> chosen() {
        return names.isEmpty()
                ? Arrays.asList(Subject.values())
                : names.stream()
                        .map(name -> Subject.named(name)
                                .orElseThrow(() -> new ParameterException(
                                        spec.commandLine(),
                                        "There is no benchmark " + name + "; ./godwit bench --list names them.")))
                        .toList();
    }
}
