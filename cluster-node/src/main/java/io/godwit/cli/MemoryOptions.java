package io.godwit.cli;

import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How the hosts of a fleet manage memory. Without any of these, each VM has memory of its own.
final class MemoryOptions {

    @Option(names = "--overcommit", paramLabel = "RATIO", description = "promise so much of what hosts have, as 1.5")
    private Optional<String> overcommit = Optional.empty();

    @Option(names = "--sharing", paramLabel = "SCOPE", description = "look for equal pages: across-vms or within-vms")
    private Optional<String> sharing = Optional.empty();

    @Option(names = "--compress", description = "compress pages before any is swapped")
    private boolean compresses;

    @Option(names = "--swap", paramLabel = "SIZE", description = "of a host's disk, for pages of VMs")
    private Optional<String> swap = Optional.empty();

    /// @throws InvalidSettings for what can't be
    Optional<MemoryManagement> management() {
        if (overcommit.isEmpty() && sharing.isEmpty() && !compresses && swap.isEmpty()) {
            return Optional.empty();
        }
        try {
            MemoryManagement management = MemoryManagement.of(costs());
            management = overcommit.isEmpty()
                    ? management
                    : management.overcommitted(MemoryManagement.ratio(overcommit.get()));
            management = sharing.isEmpty() ? management : management.sharing(isAcrossVms(sharing.get()));
            management = compresses ? management.compressing() : management;
            return Optional.of(swap.isEmpty() ? management : management.swapping(MemorySize.parse(swap.get())));
        } catch (IllegalQuantity illegal) {
            throw new InvalidSettings(illegal.getMessage());
        }
    }

    private static boolean isAcrossVms(String scope) {
        return switch (scope) {
            case "across-vms" -> true;
            case "within-vms" -> false;
            default -> throw new IllegalQuantity("--sharing " + scope + ": write across-vms or within-vms");
        };
    }

    private static MemoryCosts costs() {
        return switch (MemoryCosts.FILES.named(Installation.hosts().resolveSibling("memory"), "standard")) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> costs;
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new InvalidSettings(sentence);
        };
    }
}
