package io.godwit.host;

import io.godwit.host.VmInspection.Cost;
import io.godwit.host.VmInspection.Counted;
import io.godwit.unit.Exact;
import io.godwit.virtualization.Burden;
import io.godwit.virtualization.Part;
import io.godwit.virtualization.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Tells what became of a VM's CPU time, from what it was given and what its activity costs. Pure.
final class Inspector {

    private static final double SECOND_NS = 1e9;

    private Inspector() {}

    /// What the bulk on its devices took.
    ///
    /// @param guestNs of its vCPUs
    /// @param besideNs of its host beside them
    record Bulk(long exits, long guestNs, long besideNs) {

        static final Bulk NONE = new Bulk(0, 0, 0);

        private Bulk since(Bulk then) {
            return new Bulk(exits - then.exits, guestNs - then.guestNs, besideNs - then.besideNs);
        }
    }

    /// @param givenNs core time that the VM was given
    /// @param stealNs core time that it wanted and did not get
    /// @param stallNs of what it was given, in which a vCPU waited for a page
    record Time(long givenNs, long stealNs, long stallNs) {

        /// A stall passes while its vCPU has a core, and is never more than that.
        Time {
            stallNs = Math.min(stallNs, givenNs);
        }

        private Time since(Time then) {
            return new Time(givenNs - then.givenNs, stealNs - then.stealNs, stallNs - then.stallNs);
        }
    }

    /// How far a VM's accounts have come.
    record Reading(Time time, Bulk devices) {

        private Reading since(Reading then) {
            return new Reading(time.since(then.time), devices.since(then.devices));
        }
    }

    /// What a VM took while its work cost something else than it does now.
    ///
    /// @param until what was read at its end
    record Past(Reading until, Cost cost, List<Counted> reasons) {

        static final Past NONE =
                new Past(new Reading(new Time(0, 0, 0), Bulk.NONE), new Cost(0, 0, 0, 0, 0, 0, 0), List.of());

        /// @param burden of its work until now
        Past upTo(Reading now, Burden burden) {
            return new Past(now, cost(burden, now), counted(burden, now));
        }

        /// What it took in all.
        ///
        /// @param burden of its work since then
        Cost cost(Burden burden, Reading now) {
            Reading since = now.since(until);
            return sum(cost, Inspector.cost(burden, since.time, since.devices));
        }

        /// How often each reason was met in all.
        List<Counted> counted(Burden burden, Reading now) {
            Reading since = now.since(until);
            return Inspector.sum(reasons, Inspector.counted(burden, since.time, since.devices));
        }
    }

    /// Nothing happens in a stall that costs anything else.
    static Cost cost(Burden burden, Time time, Bulk devices) {
        long givenNs = time.givenNs() - time.stallNs();
        long own = burden.toll().without(Math.max(0, givenNs - devices.guestNs()));
        double ownSeconds = own / SECOND_NS;
        long exitsNs = (long) (ownSeconds * burden.ns(Part.EXITS));
        long translationNs = (long) (ownSeconds * burden.ns(Part.TRANSLATION));
        long ioNs = (long) (ownSeconds * burden.ns(Part.IO)) + Math.min(givenNs, devices.guestNs());
        long guestNs = givenNs - exitsNs - translationNs - ioNs;
        long besideNs = Exact.floorMulDiv(own, burden.besideBillionths(), (long) SECOND_NS) + devices.besideNs();
        return new Cost(guestNs, exitsNs, translationNs, ioNs, time.stealNs(), time.stallNs(), besideNs);
    }

    /// How often each reason that costs anything was met, the most expensive first. Exits of bulk, its kicks and
    /// interrupts together, count as kicks.
    static List<Counted> counted(Burden burden, Time time, Bulk devices) {
        long givenNs = time.givenNs() - time.stallNs();
        double ownSeconds = burden.toll().without(Math.max(0, givenNs - devices.guestNs())) / SECOND_NS;
        List<Counted> all = new ArrayList<>();
        for (Burden.Charge charge : burden.charges()) {
            long count = (long) (charge.perSecond() * ownSeconds);
            all.add(new Counted(charge.reason(), charge.exits(), count, (long) (count * charge.eachNs())));
        }
        if (devices.exits() > 0) {
            addKicks(all, devices);
        }
        return sorted(all);
    }

    private static Cost sum(Cost one, Cost other) {
        return new Cost(
                one.guestNs() + other.guestNs(),
                one.exitsNs() + other.exitsNs(),
                one.translationNs() + other.translationNs(),
                one.ioNs() + other.ioNs(),
                one.stealNs() + other.stealNs(),
                one.stallNs() + other.stallNs(),
                one.besideNs() + other.besideNs());
    }

    private static List<Counted> sum(List<Counted> some, List<Counted> others) {
        Map<Reason, Counted> all = new EnumMap<>(Reason.class);
        some.forEach(each -> all.put(each.reason(), each));
        others.forEach(each -> all.merge(
                each.reason(),
                each,
                (one, other) -> new Counted(
                        one.reason(),
                        one.exits() || other.exits(),
                        one.count() + other.count(),
                        one.ns() + other.ns())));
        return sorted(all.values());
    }

    private static List<Counted> sorted(Collection<Counted> all) {
        return all.stream()
                .sorted(Comparator.comparingLong(Counted::ns).reversed().thenComparing(Counted::reason))
                .toList();
    }

    private static void addKicks(List<Counted> all, Bulk devices) {
        Counted kicks = all.stream()
                .filter(each -> each.reason() == Reason.IO_KICK)
                .findFirst()
                .orElse(new Counted(Reason.IO_KICK, true, 0, 0));
        all.remove(kicks);
        all.add(new Counted(Reason.IO_KICK, true, kicks.count() + devices.exits(), kicks.ns() + devices.guestNs()));
    }
}
