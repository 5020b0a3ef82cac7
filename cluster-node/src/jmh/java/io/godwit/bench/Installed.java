package io.godwit.bench;

import io.godwit.array.ArraySettings;
import io.godwit.cpu.CpuScheduling;
import io.godwit.drill.Drill;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.host.HostMakes;
import io.godwit.host.SchedulingFiles;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.process.JvmStage;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.GuestPreset;
import io.godwit.virtualization.Profile;
import java.nio.file.Path;
import java.util.List;

/// What the clone comes with, for gauges.
final class Installed {

    static final Path HOME = Path.of(System.getProperty("godwit.home", "."));

    /// Most that the heap of a node's process may take, as drills have it.
    private static final MemorySize HEAP = MemorySize.ofMebibytes(96);

    private static final Path CONFIG = HOME.resolve("config");
    private static final HostFolder HOSTS = HostFolder.read(CONFIG.resolve("hosts"));

    private static final String PROCESSOR = "xeon-2021";

    private Installed() {}

    /// A drill without a matrix, from its text.
    static Drill drill(String text) {
        return DrillFiles.resolve(
                        "benchmark", text, Arguments.none(), new Surroundings(HOSTS, DrillFiles.traceFolders()))
                .getFirst();
    }

    static HostMakes makes() {
        return HOSTS.makes();
    }

    static ArraySettings array() {
        return switch (ArraySettings.FILES.named(CONFIG.resolve("arrays"), "lab")) {
            case SettingsFile.Read<ArraySettings>(var settings) -> settings;
            case SettingsFile.Unusable<ArraySettings>(var why) -> throw new IllegalStateException(why);
        };
    }

    static JvmStage.Parts processes() {
        return new JvmStage.Parts(makes(), List.of(), array(), HEAP);
    }

    static Profile hypervisor(String name) {
        return read(Profile.FILES.named(CONFIG.resolve("hypervisors"), name));
    }

    static GuestPreset guest(String name) {
        return read(GuestPreset.FILES.named(CONFIG.resolve("guests"), name));
    }

    static CpuScheduling scheduling(String name) {
        return switch (SchedulingFiles.named(CONFIG, name, PROCESSOR)) {
            case SchedulingFiles.Read(var scheduling) -> scheduling;
            case SchedulingFiles.Unusable(var why) -> throw new IllegalStateException(why);
        };
    }

    static MemoryCosts memory() {
        return read(SettingsFile.of(MemoryCosts.class, "memory").named(CONFIG.resolve("memory"), "standard"));
    }

    private static <T> T read(SettingsFile.Outcome<T> outcome) {
        return switch (outcome) {
            case SettingsFile.Read<T>(var settings) -> settings;
            case SettingsFile.Unusable<T>(var why) -> throw new IllegalStateException(why);
        };
    }
}
