package io.godwit.virtualization;

import io.godwit.guest.Activity;
import io.godwit.unit.Frequency;
import io.godwit.vm.Mechanism;
import io.godwit.vm.Toll;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What one activity costs under one mechanism of one profile, at one clock: for each second of the guest's own CPU
/// time, how often each event takes a path, and how long its steps take.
///
/// *The number.* An event at `r` a second whose steps take `s₁ … sₙ` ns adds `r · Σ sᵢ` ns to a second of the guest; of
/// that, steps beside the guest ([Place#isBeside]) are the host's, and the others are added to the guest's demand as
/// its [Toll]. Costs add up; no event changes the cost of another one.
///
/// *Not modelled*: what an exit does to caches and TLBs beyond its own cost; latency, where steps wait for each other;
/// events that depend on what else the guest does at that moment.
///
/// One instance is shared by all guests of one make; it is computed once and then only read.
public final class Burden {

    public static final Burden NONE = new Burden(List.of());

    private static final double SECOND_NS = 1e9;

    private final List<Charge> charges;
    private final Map<Part, Double> parts = new EnumMap<>(Part.class);
    private final Toll toll;
    private final long besideBillionths;

    /// What all events of one reason cost.
    ///
    /// @param perSecond of the guest's CPU time
    /// @param exits whether its path leaves the guest
    /// @param ns of each event on the guest's vCPU, by part
    /// @param besideNs of each event beside it
    public record Charge(Reason reason, double perSecond, boolean exits, Map<Part, Double> ns, double besideNs) {

        private Charge walking(double part) {
            Map<Part, Double> walked = new EnumMap<>(ns);
            walked.computeIfPresent(Part.TRANSLATION, (_, each) -> each * part);
            return new Charge(reason, perSecond, exits, Collections.unmodifiableMap(walked), besideNs);
        }

        /// On the guest's vCPU, each time.
        public double eachNs() {
            return ns.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    private Burden(List<Charge> charges) {
        this.charges = List.copyOf(charges);
        double beside = 0;
        for (Charge charge : charges) {
            charge.ns().forEach((part, ns) -> parts.merge(part, ns * charge.perSecond(), Double::sum));
            beside += charge.besideNs() * charge.perSecond();
        }
        this.toll = total() == 0 ? Toll.NONE : new Toll(Math.round(total()));
        this.besideBillionths = Math.round(beside);
    }

    /// @param clock of the host
    public static Burden of(Activity activity, Profile profile, Mechanism mechanism, Frequency clock) {
        List<Charge> charges = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            double perSecond = reason.in(activity).perSecond();
            List<Step> path = profile.path(mechanism, reason);
            if (perSecond > 0 && !path.isEmpty()) {
                charges.add(charge(reason, perSecond, path, clock));
            }
        }
        return charges.isEmpty() ? NONE : new Burden(charges);
    }

    private static Charge charge(Reason reason, double perSecond, List<Step> path, Frequency clock) {
        Map<Part, Double> ns = new EnumMap<>(Part.class);
        double beside = 0;
        for (Step step : path) {
            double cost = step.cost().nanosAt(clock);
            if (step.place().isBeside()) {
                beside += cost;
            } else {
                ns.merge(partOf(reason, step.place()), cost, Double::sum);
            }
        }
        return new Charge(reason, perSecond, exits(path), Collections.unmodifiableMap(ns), beside);
    }

    /// However many steps it has: whoever leaves once is outside.
    private static boolean exits(List<Step> path) {
        return path.stream().map(Step::place).anyMatch(place -> place.leavesGuest() && !place.isBeside());
    }

    private static Part partOf(Reason reason, Place place) {
        return switch (place) {
            case PROCESSOR, TRANSLATION_CACHE -> Part.TRANSLATION;
            default -> reason.isOfDevices() ? Part.IO : Part.EXITS;
        };
    }

    /// The same, where a walk after a miss of the TLB takes this part of what the profile says.
    public Burden walking(double part) {
        return new Burden(charges.stream()
                .map(charge -> charge.reason() == Reason.TLB_MISS ? charge.walking(part) : charge)
                .toList());
    }

    /// By reason, without those that cost nothing.
    public List<Charge> charges() {
        return charges;
    }

    /// What each second of the guest costs beyond itself, on its vCPUs.
    public Toll toll() {
        return toll;
    }

    /// What each second of the guest costs its host beside its vCPUs, in billionths.
    public long besideBillionths() {
        return besideBillionths;
    }

    /// What each second of the guest costs of this part, in ns; a second of [Part#GUEST].
    public double ns(Part part) {
        return part == Part.GUEST ? SECOND_NS : parts.getOrDefault(part, 0.0);
    }

    /// How fast the guest gets on on a vCPU of its own, against one without a hypervisor: 0 to 1.
    public double speed() {
        return SECOND_NS / (SECOND_NS + total());
    }

    private double total() {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
