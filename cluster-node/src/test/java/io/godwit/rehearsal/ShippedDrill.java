package io.godwit.rehearsal;

import io.godwit.array.ArraySettings;
import io.godwit.drill.Drill;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.settings.SettingsFile;
import io.godwit.verdict.Circumstances;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.Judge;
import io.godwit.verdict.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The drills that come with the product, and where tests play them.
public final class ShippedDrill {

    private static final Path CONFIG = Path.of("..", "config");
    private static final HostFolder HOSTS = HostFolder.read(CONFIG.resolve("hosts"));

    private ShippedDrill() {}

    /// All cells of a drill.
    ///
    /// @param sets as `--set` takes them
    public static List<Drill> read(String name, long seed, String... sets) {
        return DrillFiles.load(
                CONFIG.resolve("drills").resolve(name + ".yaml"),
                new Arguments(List.of(sets), OptionalLong.of(seed)),
                new Surroundings(HOSTS, DrillFiles.traceFolders()));
    }

    /// A drill without a matrix that a test says itself.
    static Drill of(String yaml) {
        return DrillFiles.resolve("test", yaml, Arguments.none(), new Surroundings(HOSTS, DrillFiles.traceFolders()))
                .getFirst();
    }

    /// @param bytes whether messages go through their bytes
    public static VirtualTheatre theatre(boolean bytes) {
        var array = (SettingsFile.Read<ArraySettings>) ArraySettings.FILES.named(CONFIG.resolve("arrays"), "lab");
        return new VirtualTheatre(HOSTS.makes(), List.of(), array.settings(), bytes);
    }

    /// What came out, on a machine that is nobody's.
    public static DrillReport report(Drill drill) {
        return judge(drill, theatre(false).rehearse(drill));
    }

    /// The same of one that was played.
    static DrillReport judge(Drill drill, VirtualTheatre.Rehearsed rehearsed) {
        var replay =
                new DrillReport.Replay(drill.name(), drill.run().seed(), new TreeMap<>(), Optional.empty(), "a test");
        var machine = new Machine("", "", "", "", 1, "", 0, Optional.empty());
        return Judge.judge(
                rehearsed.played(),
                new Circumstances(DrillReport.Clock.VIRTUAL, replay, machine, Optional.of(rehearsed.watched())));
    }
}
