package io.godwit.validation;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.image.Image;
import io.godwit.memory.AddressSpace;
import io.godwit.migration.MigrationSettings;
import io.godwit.migration.precopy.PageFlow;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import java.util.List;

/// Copying a guest's memory.
final class CopyExperiments {

    private static final Parameter<MemorySize> MEMORY = Parameter.size(
                    "memory", "of the guest, all of it sent", "512000000B")
            .between("4096B", "64GiB");

    private static final Parameter<Bandwidth> RATE =
            Parameter.bandwidth("rate", "of the link", "128Mbit").between("1Mbit", "1Tbit");

    static final List<Experiment> ALL = List.of(new Experiment(
            "stop-and-copy",
            "sends a standing guest's memory once, by the page flow of a migration, and takes the time",
            "s",
            List.of(MEMORY, RATE),
            CopyExperiments::stopAndCopySeconds));

    private CopyExperiments() {}

    private static double stopAndCopySeconds(Trial trial) {
        var cost = WireCost.byDefault();
        long pages = trial.get(MEMORY).pages(cost.page());
        var memory = AddressSpace.over(Image.blank(), pages);
        var flow = new PageFlow(
                cost,
                MigrationSettings.byDefault().batch(),
                PageFlow.Wire.alone(),
                new PageFlow.Start(memory.allPages(), 0));
        flow.granted(pages, 0);
        while (!flow.isRoundOver()) {
            int count = flow.nextRead().orElseThrow();
            flow.book(memory.read(flow.cursor(), count), trial.get(RATE));
            flow.leave();
        }
        return flow.bookBytes(cost.state().bytes(), trial.get(RATE)) / 1e9;
    }
}
