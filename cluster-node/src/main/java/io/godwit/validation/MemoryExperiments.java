package io.godwit.validation;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingSize;
import io.godwit.memory.Mappings;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.memory.pressure.MemoryTerms;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import java.util.List;

/// What a host does with memory that it is short of, or that holds the same.
final class MemoryExperiments {

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of the VM that is scanned", "2GiB").between("40MiB", "4GiB");

    static final List<Experiment> ALL = List.of(new Experiment(
            "scan-rate",
            "a scanner looks at the memory of one VM; its pages over the time of the first pass",
            "pages/s",
            List.of(MEMORY),
            MemoryExperiments::pagesPerSecond));

    private MemoryExperiments() {}

    private static double pagesPerSecond(Trial trial) {
        var size = trial.get(MEMORY);
        long pages = size.pages(PAGE);
        var machine = new MachineMemory(size, PAGE, size);
        var memory = new ManagedMemory(
                MemoryManagement.of(costs(trial)).sharing(true).loadingImages(),
                machine,
                trial.host("lab").disks().getFirst(),
                0);
        var vm = new VmId("vm-1");
        machine.reserve(vm, size, MemorySize.ZERO);
        memory.add(
                vm,
                AddressSpace.over(Image.of(new ImageSpec("scanned", pages, 0)), pages),
                new MemoryTerms(1000, 0, pages, pages / 4, false, pages / 2, pages / 4),
                new Mappings(pages, MappingSize.SMALL));
        long second = 0;
        while (memory.scannerFigures().passes() == 0) {
            memory.turn(second++ * 1_000_000_000L);
        }
        return (double) memory.scannerFigures().pagesInPass() / (second - 1);
    }

    private static MemoryCosts costs(Trial trial) {
        var files = SettingsFile.of(MemoryCosts.class, "memory");
        return switch (files.named(trial.config().resolve("memory"), "standard")) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> costs;
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }
}
