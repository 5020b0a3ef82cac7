package io.godwit.cli;

import io.godwit.drill.Drill;
import io.godwit.drill.Run;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFileError;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Pairwise;
import io.godwit.drill.file.Surroundings;
import io.godwit.drill.file.TraceFolders;
import io.godwit.drill.plan.DryRun;
import io.godwit.drill.plan.DryRunJson;
import io.godwit.guest.IllegalTrace;
import io.godwit.verdict.Differences;
import io.godwit.verdict.DrillReport.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `godwit drill`: plays a drill file and says what came out.
@Command(
        name = "drill",
        description = "Plays a drill: breaks a fleet as a file says, and gives a verdict.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:passed",
            "1:an objective or the recovery was missed",
            "2:inconclusive: a step never took effect, or the run was stopped",
            "3:safety was violated",
            "4:the baseline was never reached",
            "254:the file or an argument is invalid",
            "255:a bug"
        })
final class DrillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a drill, such as config/drills/host-loss.yaml")
    private Path file = Path.of("");

    @Option(names = "--virtual", description = "rehearse it in virtual time, in seconds")
    private boolean virtual;

    @Option(names = "--both", description = "on both clocks, and say where they differ")
    private boolean both;

    @Option(names = "--dry-run", description = "print what would be done, and do nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "with --dry-run: print it as JSON")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "in place of the file's seed")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--seeds", paramLabel = "A..B", description = "play it with each of these seeds, in virtual time")
    private Optional<String> seeds = Optional.empty();

    @Option(names = "--pairwise", description = "of a matrix, cells enough that any two values meet in one")
    private boolean pairwise;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "in place of a value of the file; repeatable")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the report goes (default: ${DEFAULT-VALUE}/NAME)",
            defaultValue = "reports")
    private Path out = Path.of("");

    private final TraceFolders traces = DrillFiles.traceFolders();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        try {
            refuseNonsense();
            return dryRun ? dryRun() : play();
        } catch (DrillFileError | IllegalTrace | InvalidSettings mistake) {
            spec.commandLine().getErr().println(mistake.getMessage());
            return Godwit.INVALID;
        }
    }

    /// What would be given and not be heeded.
    private void refuseNonsense() {
        refuse(json && !dryRun, "--json is for --dry-run: the report of a drill is its report.json");
        refuse(seeds.isPresent() && seed.isPresent(), "--seed and --seeds contradict each other: give one of them");
        refuse(seeds.isPresent() && both, "--seeds are played in virtual time alone: remove --both");
        refuse(virtual && both, "--virtual and --both contradict each other: give one of them");
        refuse(out.toString().isBlank(), "--out names no folder: give one, or leave it out");
    }

    private void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private int dryRun() {
        for (var drill : load(seed)) {
            print().println(json ? DryRunJson.render(drill) : DryRun.render(drill));
        }
        return 0;
    }

    private int play() throws IOException {
        var range = seeds.map(this::range);
        var first = load(range.map(SeedRange::first).or(() -> seed));
        var folder =
                out.toString().equals("reports") ? out.resolve(first.getFirst().name()) : out;
        new Archive(folder).open();
        if (range.isPresent()) {
            return playbill(folder, Clock.VIRTUAL).playSeeds(range.get(), each -> load(Optional.of(each)));
        }
        var onlyVirtual = first.getFirst().run().clock() == Run.Clock.VIRTUAL;
        refuse(both && onlyVirtual, "this drill is for virtual time alone: remove --both");
        return both
                ? playBoth(folder, first)
                : playbill(folder, virtual || onlyVirtual ? Clock.VIRTUAL : Clock.WALL)
                        .play(first)
                        .outcome()
                        .exitCode();
    }

    /// In virtual time first: it is over sooner.
    private int playBoth(Path folder, List<Drill> drills) throws IOException {
        var rehearsed = playbill(folder.resolve("virtual"), Clock.VIRTUAL).play(drills);
        var real = playbill(folder.resolve("wall"), Clock.WALL).play(drills);
        Differences.between(rehearsed.reports(), real.reports()).forEach(print()::println);
        return rehearsed.outcome().or(real.outcome()).exitCode();
    }

    private Playbill playbill(Path folder, Clock clock) {
        return new Playbill(print(), folder, new Rerun(file.toString(), sets), clock);
    }

    private List<Drill> load(Optional<Long> withSeed) {
        var arguments = new Arguments(sets, withSeed.map(OptionalLong::of).orElseGet(OptionalLong::empty));
        var cells = DrillFiles.load(
                file, arguments, new Surroundings(HostFolder.read(Installation.hosts()), Makes.images(), traces));
        refuse(
                pairwise && cells.getFirst().cell().size() < 2,
                "--pairwise is for a drill whose matrix has two variables or more: remove it");
        return pairwise ? Pairwise.sample(cells) : cells;
    }

    private SeedRange range(String text) {
        var range = SeedRange.read(text)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--seeds " + text + " is no range: write it as 1..200"));
        if (!range.isFeasible()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seeds %s are %,d seeds, of which %,d can be played at once: take fewer"
                            .formatted(text, range.count(), SeedRange.MOST));
        }
        return range;
    }

    private PrintWriter print() {
        return spec.commandLine().getOut();
    }
}
