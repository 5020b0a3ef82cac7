package io.godwit.stage;

import io.godwit.host.GuestMaker;
import io.godwit.host.Images;
import io.godwit.host.Workloads;
import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;

/// How guests are made in a run: the same on both clocks and on all nodes.
public final class GuestKinds {

    /// The size of a guest's page: the smallest mapping of x86-64.
    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    private GuestKinds() {}

    /// The guests of the run with this seed.
    public static GuestMaker of(Seed run, Images images) {
        return new GuestMaker(images, new Workloads(run, PAGE));
    }
}
