package io.godwit.host;

import io.godwit.host.VmInspection.Cost;
import io.godwit.host.VmInspection.Counted;
import io.godwit.unit.Exact;
import io.godwit.virtualization.Burden;
import io.godwit.virtualization.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Tells what became of a VM's CPU time, from what it was given and what its activity costs. Pure.
final class Inspector {

    private static final double SECOND_NS = 1e9;

    private Inspector() {}

    /// @param givenNs core time that the VM was given
    /// @param stealNs core time that it wanted and did not get
    static Cost cost(Burden burden, long givenNs, long stealNs) {
        double ownSeconds = burden.toll().without(givenNs) / SECOND_NS;
        long exitsNs = (long) (ownSeconds * burden.ns(Part.EXITS));
        long translationNs = (long) (ownSeconds * burden.ns(Part.TRANSLATION));
        long ioNs = (long) (ownSeconds * burden.ns(Part.IO));
        long guestNs = givenNs - exitsNs - translationNs - ioNs;
        long besideNs = Exact.floorMulDiv(burden.toll().without(givenNs), burden.besideBillionths(), (long) SECOND_NS);
        return new Cost(guestNs, exitsNs, translationNs, ioNs, stealNs, 0, besideNs);
    }

    /// How often each reason that costs anything was met, the most expensive first.
    static List<Counted> counted(Burden burden, long givenNs) {
        double ownSeconds = burden.toll().without(givenNs) / SECOND_NS;
        List<Counted> all = new ArrayList<>();
        for (Burden.Charge charge : burden.charges()) {
            long count = (long) (charge.perSecond() * ownSeconds);
            all.add(new Counted(charge.reason(), charge.exits(), count, (long) (count * charge.eachNs())));
        }
        all.sort(Comparator.comparingLong(Counted::ns).reversed().thenComparing(Counted::reason));
        return all;
    }
}
