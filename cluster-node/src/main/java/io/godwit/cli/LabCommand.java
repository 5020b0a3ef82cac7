package io.godwit.cli;

import io.godwit.drill.file.DrillFileError;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Settings;
import io.godwit.figure.Overview;
import io.godwit.lab.Lab;
import io.godwit.lab.LabFolder;
import io.godwit.lab.Labs;
import io.godwit.lab.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `godwit lab`: small experiments about techniques.
@Command(
        name = "lab",
        description = "Runs a small experiment that shows what a technique buys and costs; without a name, lists them.",
        mixinStandardHelpOptions = true)
final class LabCommand implements Callable<Integer> {

    private static final String REPORTS = "reports";

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "the lab to run (default: list all)")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where page, pictures and CSV go (default: ${DEFAULT-VALUE}/lab-NAME)",
            defaultValue = REPORTS)
    private Path out = Path.of("");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "in place of a parameter's value; repeatable")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "of all chance (default: ${DEFAULT-VALUE})")
    private Long seed = 1L;

    @Option(names = "--params", description = "print the lab's parameters, and do nothing")
    private boolean parameters;

    @Option(
            names = "--step",
            description = "walk through the events in the terminal: forth, back, to the end; elsewhere print them all."
                    + " Writes no files")
    private boolean step;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (name.isEmpty()) {
            refuse(!sets.isEmpty() || step || parameters, "name a lab: `godwit lab` lists them");
            list();
            return 0;
        }
        refuse(out.toString().isBlank(), "--out names no folder: give one, or leave it out");
        try {
            var lab = named(name.get());
            return parameters ? describe(lab) : run(lab);
        } catch (IllegalSetting | DrillFileError | InvalidSettings mistake) {
            spec.commandLine().getErr().println(mistake.getMessage());
            return Godwit.INVALID;
        }
    }

    private void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private static Lab named(String name) {
        return Labs.named(name)
                .orElseThrow(() -> new IllegalSetting("there is no lab '" + name + "': write one of "
                        + String.join(
                                ", ",
                                Labs.all().stream().map(it -> it.card().name()).toList())));
    }

    private void list() {
        var table = new Table("LAB", "WHAT IT SHOWS");
        Labs.all().forEach(it -> table.row(it.card().name(), it.card().line()));
        table.lines().forEach(print()::println);
    }

    private int describe(Lab lab) {
        table(Settings.usual(lab.parameters())).forEach(print()::println);
        return 0;
    }

    private static List<String> table(Settings settings) {
        var table = new Table("PARAMETER", "VALUE", "MEANING", "IT MAY BE");
        settings.shown().forEach(it -> table.row(it.name(), it.value(), it.meaning(), it.bounds()));
        return table.lines();
    }

    private int run(Lab lab) throws IOException {
        var folder =
                out.toString().equals(REPORTS) ? out.resolve("lab-" + lab.card().name()) : out;
        if (!step) {
            new Archive(folder).open();
        }
        var run = Run.of(lab, Settings.pairs(sets), seed, Installation.home().resolve("config"));
        if (step) {
            walk(run);
            return 0;
        }
        tell(run);
        print().println("\npage, pictures and CSV: " + LabFolder.write(run, folder));
        return 0;
    }

    private void walk(Run run) throws IOException {
        if (run.findings().steps().isEmpty()) {
            print().println(run.card().name() + " has no events that follow one another: run it without --step");
            return;
        }
        StepScreen.walk(run, print());
    }

    private void tell(Run run) {
        print().println(run.card().question() + "\n");
        var settings = table(run.settings());
        if (settings.size() > 1) {
            settings.forEach(print()::println);
            print().println();
        }
        for (var figure : run.findings().figures()) {
            print().println(figure.caption().title());
            var overview = Overview.of(figure);
            var table = new Table(overview.columns().toArray(String[]::new));
            overview.rows().forEach(row -> table.row(row.toArray()));
            table.lines().forEach(line -> print().println("  " + line));
            print().println();
        }
        print().println(run.findings().answer());
        run.findings().see().forEach(it -> print().println("* " + it));
    }

    private PrintWriter print() {
        return spec.commandLine().getOut();
    }
}
