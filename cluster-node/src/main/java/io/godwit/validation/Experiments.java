package io.godwit.validation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All experiments that cases may name. A subject's experiments stand in a class of its own; it is one line here.
public final class Experiments {

    private static final List<Experiment> ALL = Stream.of(
                    CopyExperiments.ALL,
                    MigrationExperiments.ALL,
                    VirtualizationExperiments.ALL,
                    MemoryExperiments.ALL,
                    ShareExperiments.ALL,
                    QuantumExperiments.ALL,
                    DeviceExperiments.ALL)
            .flatMap(List::stream)
            .toList();

    private Experiments() {}

    public static List<Experiment> all() {
        return ALL;
    }

    static Optional<Experiment> named(String name) {
        return ALL.stream().filter(it -> it.name().equals(name)).findFirst();
    }
}
