package io.godwit.lab;

import java.util.List;
import java.util.Optional;

/// All labs, in the order in which a course would take them. A new one is one line here.
public final class Labs {

    private static final List<Lab> ALL = List.of(
            new ConsolidateLab(),
            new KindsLab(),
            new TypesLab(),
            new LifecycleLab(),
            new ConvergeLab(),
            new VirtioLab(),
            new MappingsLab(),
            new SharingLab(),
            new BalloonLab(),
            new OvercommitLab(),
            new SchedulersLab(),
            new PinningLab(),
            new RightSizeLab(),
            new IsolationLab());

    private Labs() {}

    public static List<Lab> all() {
        return ALL;
    }

    public static Optional<Lab> named(String name) {
        return ALL.stream().filter(it -> it.card().name().equals(name)).findFirst();
    }
}
