package io.godwit.host;

import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.GuestCosts;
import io.godwit.cpu.ProcessorCosts;
import io.godwit.cpu.QuantumPolicy;
import io.godwit.cpu.QuantumSettings;
import io.godwit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;

/// Reads how a host shares its cores from the files under `config`: `schedulers/NAME.yaml`, the costs of its processor
/// in `processors/MAKE.yaml`, those of its guests' vCPUs in `vcpus/linux.yaml`.
public final class SchedulingFiles {

    /// What may be written as `scheduler`.
    public static final List<String> NAMES =
            List.of(CpuScheduling.FAIR_SHARE, CpuScheduling.CREDIT, CpuScheduling.EEVDF);

    private static final String GUEST = "linux";

    private SchedulingFiles() {}

    /// What became of reading.
    public sealed interface Outcome {}

    public record Read(CpuScheduling scheduling) implements Outcome {}

    /// @param sentence names what is wrong and the remedy, without a full stop
    public record Unusable(String sentence) implements Outcome {}

    /// @param config the folder
    /// @param scheduler one of [#NAMES]
    /// @param processor the make whose costs the host has
    public static Outcome named(Path config, String scheduler, String processor) {
        return switch (scheduler) {
            case CpuScheduling.FAIR_SHARE -> new Read(CpuScheduling.fluid());
            case CpuScheduling.CREDIT -> quantum(config, QuantumPolicy.Credit.class, scheduler, processor);
            case CpuScheduling.EEVDF -> quantum(config, QuantumPolicy.Eevdf.class, scheduler, processor);
            default ->
                new Unusable("there is no scheduler '" + scheduler + "': write one of " + String.join(", ", NAMES));
        };
    }

    private static Outcome quantum(
            Path config, Class<? extends QuantumPolicy> type, String scheduler, String processor) {
        var policy = SettingsFile.of(type, "scheduler").named(config.resolve("schedulers"), scheduler);
        var costs = SettingsFile.of(ProcessorCosts.class, "processor").named(config.resolve("processors"), processor);
        var guest = SettingsFile.of(GuestCosts.class, "guest").named(config.resolve("vcpus"), GUEST);
        for (SettingsFile.Outcome<?> outcome : List.of(policy, costs, guest)) {
            if (outcome instanceof SettingsFile.Unusable<?>(var sentence)) {
                return new Unusable(sentence);
            }
        }
        return new Read(new CpuScheduling.Quantum(new QuantumSettings(read(policy), read(costs), read(guest))));
    }

    private static <T> T read(SettingsFile.Outcome<T> outcome) {
        return switch (outcome) {
            case SettingsFile.Read<T>(var settings) -> settings;
            case SettingsFile.Unusable<T>(var sentence) -> throw new IllegalStateException(sentence);
        };
    }
}
