package io.godwit.lab;

import io.godwit.guest.Activity;
import io.godwit.host.HostSpec;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Burden;
import io.godwit.virtualization.LifeStep;
import io.godwit.virtualization.Part;
import io.godwit.virtualization.Profile;
import io.godwit.vm.Mechanism;

/// A way to run a guest: a mechanism of a profile, and what it costs one activity at one clock.
record Way(String name, Profile profile, Mechanism mechanism, Burden burden) {

    static Way of(String name, Profile profile, Mechanism mechanism, Work work) {
        return new Way(name, profile, mechanism, Burden.of(work.activity(), profile, mechanism, work.clock()));
    }

    /// What a guest does, and how fast its processor is.
    record Work(Activity activity, Frequency clock) {}

    /// How many of them a host holds, and what is used up first.
    record Density(int guests, String full) {}

    /// Of a second of the guest's own CPU time, in ms.
    double milliseconds(Part part) {
        return burden.ns(part) / 1e6;
    }

    /// Exits in a second of the guest's own CPU time.
    double exits() {
        return burden.charges().stream()
                .filter(Burden.Charge::exits)
                .mapToDouble(Burden.Charge::perSecond)
                .sum();
    }

    double startSeconds() {
        return profile.time(LifeStep.BOOT, mechanism.kind()).toNanos() / 1e9;
    }

    /// @param memory of each guest
    /// @param cores that each guest's own work takes on average
    Density density(HostSpec host, MemorySize memory, double cores) {
        long forGuests =
                host.memory().forGuests().bytes() - profile.os().memory().bytes();
        long byMemory = forGuests / memory.plus(profile.memory().vm()).bytes();
        double each = cores * (1 / burden.speed() + burden.besideBillionths() / 1e9);
        double there = host.topology().cores() - profile.os().cpu().ratio();
        long byCpu = each == 0 ? Long.MAX_VALUE : (long) (there / each);
        long byLimit = profile.limits().vms();
        long guests = Math.min(byLimit, Math.min(byMemory, byCpu));
        return new Density(
                (int) guests, guests == byMemory ? "memory" : guests == byCpu ? "CPU" : "limit of the product");
    }
}
