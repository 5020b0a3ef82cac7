package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.godwit.drill.Drill;
import io.godwit.drill.Run;
import io.godwit.drill.plan.DryRun;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.image.GuestImage;
import io.godwit.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The drills under `config/drills` can be used as they are.
class ShippedDrillsTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config");
    private static final Path DRILLS = CONFIG.resolve("drills");
    private static final HostCatalog HARDWARE = HostFolder.read(CONFIG.resolve("hosts"));

    private static final Arguments DAY = new Arguments(List.of("traces.planetlab=recorded"), OptionalLong.empty());

    static List<Path> files() throws IOException {
        try (var files = Files.list(DRILLS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void areAllThatWeShip() throws IOException {
        String manual = Files.readString(CONFIG.resolveSibling("docs").resolve("drills.md"));
        assertThat(files()).hasSize(23).allSatisfy(file -> assertThat(manual)
                .contains("| `" + file.getFileName() + "` |"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void loadUnderTheirOwnName(Path file) {
        List<Drill> cells = load(file);

        assertThat(cells).allSatisfy(drill -> {
            assertThat(file.getFileName()).hasToString(drill.name() + ".yaml");
            assertThat(DryRun.render(drill)).startsWith(drill.title());
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void endSoonWhereTheyRunOnJvms(Path file) {
        assertThat(load(file))
                .filteredOn(drill ->
                        drill.run().clock() == Run.Clock.ANY && !drill.name().equals("soak"))
                .allSatisfy(drill -> assertThat(drill.heal().end()).isLessThanOrEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void tellsOfAFolderOfHostsThatIsNotThere() {
        assertThat(catchThrowable(() -> HostFolder.read(Path.of("nowhere"))))
                .isInstanceOf(DrillFileError.class)
                .hasMessage("nowhere: the folder of hosts cannot be read: start in Godwit's own folder");
    }

    @Test
    void passesOnWhatIsWrongWithAHostsFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("odd.yaml"), "host: odd\n");

        assertThat(catchThrowable(() -> HostFolder.read(folder)))
                .isInstanceOf(DrillFileError.class)
                .hasMessageStartingWith(folder.resolve("odd.yaml") + ":2: processors: this key is missing");
    }

    @Test
    void theCrashMatrixHasEveryModePhaseVictimAndWay() {
        assertThat(load(DRILLS.resolve("crash-matrix.yaml")))
                .hasSize(234)
                .extracting(Drill::title)
                .doesNotHaveDuplicates();
        assertThat(load(DRILLS.resolve("container-moves.yaml"))).hasSize(54);
        assertThat(load(DRILLS.resolve("stopped-disks.yaml"))).hasSize(108);
    }

    @Test
    void theDayUsesEveryTraceOnce() {
        var vms = load(DRILLS.resolve("planetlab-day.yaml")).getFirst().fleet().vms();

        assertThat(vms).hasSize(1052);
        assertThat(vms.stream()
                        .map(vm -> ((CpuSpec.Trace) vm.workload().cpu()).file())
                        .distinct())
                .hasSize(1052);
    }

    @Test
    void aFolderOfTracesIsReadFromDisk(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("b"), "12\n");
        Files.writeString(folder.resolve("a"), "3\n");

        assertThat(DrillFiles.traceFolders().files(folder.toString())).contains(List.of("a", "b"));
        assertThat(DrillFiles.traceFolders().files(folder + "/nowhere")).isEmpty();
    }

    @Test
    void theDayAsksForItsFolder() {
        var file = DRILLS.resolve("planetlab-day.yaml");

        assertThat(catchThrowable(() -> DrillFiles.load(file, Arguments.none(), surroundings())))
                .isInstanceOf(DrillFileError.class)
                .hasMessageEndingWith("traces.planetlab: this drill needs a folder of recorded demand: add --set"
                        + " traces.planetlab=FOLDER");
    }

    private static List<Drill> load(Path file) {
        return DrillFiles.load(file, file.endsWith("planetlab-day.yaml") ? DAY : Arguments.none(), surroundings());
    }

    private static Surroundings surroundings() {
        var files =
                IntStream.rangeClosed(1, 1052).mapToObj(number -> "t" + number).toList();
        GuestImage debian = ((SettingsFile.Read<GuestImage>)
                        GuestImage.FILES.named(CONFIG.resolve("images"), "debian-12"))
                .settings();
        return new Surroundings(
                HARDWARE, List.of(debian), folder -> Optional.of(files).filter(_ -> folder.equals("recorded")));
    }
}
