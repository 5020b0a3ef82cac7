package io.godwit.cli;

import io.godwit.host.HostTuning;
import io.godwit.host.HostTuning.Switch;
import io.godwit.memory.MappingSize;
import io.godwit.unit.Durations;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Words;
import io.godwit.virtualization.CpuFeature.Baseline;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// What all hosts of a fleet have in place of what their files say.
final class TuningOptions {

    private static final String KEYS = "ageing, addresses, flood-limit, flood-burst, burst";

    @Option(
            names = "--mapping",
            paramLabel = "SIZE",
            description = "of the memory of VMs that don't say: 4KiB, 2MiB or 1GiB (default: as the host's file says)")
    private Optional<String> mapping = Optional.empty();

    @Option(
            names = "--virtual-switch",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "of each host's switch: " + KEYS + " (default: as the host's file says)")
    private Map<String, String> virtualSwitch = new TreeMap<>();

    @Option(
            names = "--cpu-baseline",
            paramLabel = "LEVEL",
            description = "what guests are shown of processors at most: none, x86-64-v2, x86-64-v3 or x86-64-v4",
            defaultValue = "none")
    private String cpuBaseline = "";

    /// @throws InvalidSettings for what can't be
    Baseline cpuBaseline() {
        return Words.constant(Baseline.class, cpuBaseline)
                .orElseThrow(() -> new InvalidSettings("--cpu-baseline " + cpuBaseline
                        + ": there is no such level: write one of " + String.join(", ", Words.all(Baseline.class))));
    }

    /// @throws InvalidSettings for what can't be
    HostTuning tuning() {
        return new HostTuning(mapping.map(TuningOptions::mapping), virtualSwitch());
    }

    private static MappingSize mapping(String text) {
        return MappingSize.named(text)
                .orElseThrow(() -> new InvalidSettings(
                        "--mapping " + text + ": there is no such mapping: write one of " + MappingSize.words()));
    }

    private Switch virtualSwitch() {
        Map<String, String> left = new TreeMap<>(virtualSwitch);
        try {
            Switch read = new Switch(
                    take(left, "ageing", Durations::parse),
                    take(left, "addresses", TuningOptions::whole),
                    take(left, "flood-limit", EventRate::parse),
                    take(left, "flood-burst", TuningOptions::whole),
                    take(left, "burst", MemorySize::parse));
            if (!left.isEmpty()) {
                throw new IllegalQuantity(
                        "there is no key '" + left.keySet().iterator().next() + "': write one of " + KEYS);
            }
            return read.checked();
        } catch (IllegalQuantity illegal) {
            throw new InvalidSettings("--virtual-switch: " + illegal.getMessage());
        }
    }

    private static <T> Optional<T> take(Map<String, String> from, String key, Function<String, T> read) {
        return Optional.ofNullable(from.remove(key)).map(read);
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw new IllegalQuantity("'" + text + "' is no whole number: write one like 100");
        }
    }
}
