package io.godwit.cli;

import io.godwit.drill.file.DrillFileError;
import io.godwit.experiment.IllegalSetting;
import io.godwit.validation.Case;
import io.godwit.validation.CaseFolder;
import io.godwit.validation.IllegalCases;
import io.godwit.validation.Judgement;
import io.godwit.validation.Validation;
import io.godwit.validation.ValidationJson;
import io.godwit.validation.ValidationPage;
import io.godwit.validation.ValidationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `godwit validate`: published values against emulated ones.
@Command(
        name = "validate",
        description = "Compares what others published with what the emulation yields, by the cases of"
                + " config/validation.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:each value that binds is within its tolerance",
            "1:one is off, or an experiment failed",
            "254:a file or an argument is invalid",
            "255:a bug"
        })
final class ValidateCommand implements Callable<Integer> {

    private static final String JSON = "validation.json";
    private static final String HTML = "validation.html";

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "cases to run, or beginnings of their names (default: all)")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "print the cases, and run nothing")
    private boolean list;

    @Option(names = "--seed", paramLabel = "N", description = "of all chance (default: ${DEFAULT-VALUE})")
    private Long seed = 1L;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where " + HTML + " and " + JSON + " go (default: ${DEFAULT-VALUE})",
            defaultValue = "reports/validation")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (out.toString().isBlank()) {
            throw new ParameterException(spec.commandLine(), "--out names no folder: give one, or leave it out");
        }
        try {
            var cases = chosen();
            return list ? list(cases) : run(cases);
        } catch (IllegalCases | IllegalSetting | DrillFileError | InvalidSettings mistake) {
            spec.commandLine().getErr().println(mistake.getMessage());
            return Godwit.INVALID;
        }
    }

    private List<Case> chosen() {
        var all = CaseFolder.read(config().resolve("validation"));
        for (var name : names) {
            if (all.stream().noneMatch(it -> it.id().startsWith(name))) {
                throw new IllegalCases("no case begins with '" + name + "': --list names them");
            }
        }
        return names.isEmpty()
                ? all
                : all.stream()
                        .filter(it -> names.stream().anyMatch(it.id()::startsWith))
                        .toList();
    }

    private static Path config() {
        return Installation.home().resolve("config");
    }

    private int list(List<Case> cases) {
        var table = new Table("CASE", "CLASS", "PUBLISHED", "MARK", "WHAT");
        cases.forEach(it -> table.row(it.id(), it.rank().word(), it.published(), it.mark(), it.what()));
        table.lines().forEach(print()::println);
        return 0;
    }

    private int run(List<Case> cases) throws IOException {
        new Archive(out).open();
        var validation = Validation.of(cases, seed, config());
        var table = new Table(ValidationText.COLUMNS.toArray(String[]::new));
        validation.judgements().forEach(it -> table.row(ValidationText.row(it).toArray()));
        table.lines().forEach(print()::println);
        validation.judgements().stream()
                .map(Judgement::note)
                .filter(note -> !note.isEmpty())
                .forEach(print()::println);
        print().println("\n" + validation.summary());
        Files.writeString(out.resolve(JSON), ValidationJson.write(validation));
        print().println("page: " + Files.writeString(out.resolve(HTML), ValidationPage.render(validation)));
        return validation.exitCode();
    }

    private PrintWriter print() {
        return spec.commandLine().getOut();
    }
}
