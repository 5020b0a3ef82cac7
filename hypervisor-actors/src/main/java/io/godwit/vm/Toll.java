package io.godwit.vm;

import io.godwit.unit.Exact;

/// What a guest's work costs beyond itself on the host where it is: the one factor by which its hypervisor's work for
/// it adds to its demand. A guest that wants 400 m of a core at a toll of a quarter asks for 500 m; where its vCPUs
/// can't have that, it gets on at grant / demand.
///
/// One instance is shared by all guests of one make.
///
/// @param billionths of the guest's own CPU time
public record Toll(long billionths) {

    public static final Toll NONE = new Toll(0);

    private static final long ALL = 1_000_000_000L;

    public Toll {
        if (billionths < 0) {
            throw new IllegalArgumentException("a toll of " + billionths + " billionths");
        }
    }

    /// What is asked for, so that this much is the guest's.
    long on(long nanoCores) {
        return billionths == 0 ? nanoCores : Math.addExact(nanoCores, Exact.floorMulDiv(nanoCores, billionths, ALL));
    }

    /// How much of what was given is the guest's.
    public long without(long given) {
        return billionths == 0 ? given : Exact.floorMulDiv(given, ALL, ALL + billionths);
    }
}
