package io.godwit.virtualization;

import io.godwit.guest.Activity;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import java.util.Map;

/// Why a guest's work may take its hypervisor's time. Whether it does, and what it costs, a profile's path says.
public enum Reason {
    PRIVILEGED,
    SYSTEM_CALL,
    PAGE_TABLE_UPDATE,
    PAGE_FAULT,
    CONTEXT_SWITCH,
    PROGRAM_START,
    TLB_MISS,
    HYPERCALL,
    IO_KICK,
    INTERRUPT,
    INTER_PROCESSOR,
    TIMER;

    /// An event a nanosecond is more than any processor has.
    private static final double MAX_PER_SECOND = 1e9;

    private static final EventRate NEVER = EventRate.perSecond(0);

    /// How often a guest has this reason in a second of its CPU time.
    public EventRate in(Activity activity) {
        return switch (this) {
            case PRIVILEGED -> activity.privileged();
            case SYSTEM_CALL -> activity.systemCalls();
            case PAGE_TABLE_UPDATE -> activity.pageTableUpdates();
            case PAGE_FAULT -> activity.pageFaults();
            case CONTEXT_SWITCH -> activity.contextSwitches();
            case PROGRAM_START -> activity.programStarts();
            case TLB_MISS -> activity.tlbMisses();
            case HYPERCALL -> activity.hypercalls();
            case IO_KICK -> activity.kicks();
            case INTERRUPT -> activity.interrupts();
            case INTER_PROCESSOR -> activity.interProcessor();
            case TIMER -> activity.timers();
        };
    }

    /// An activity with these rates, and without the others.
    ///
    /// @throws IllegalQuantity if a rate is more than a processor has
    public static Activity activity(Map<Reason, EventRate> rates) {
        rates.values().forEach(Reason::check);
        return new Activity(
                rates.getOrDefault(PRIVILEGED, NEVER),
                rates.getOrDefault(SYSTEM_CALL, NEVER),
                rates.getOrDefault(PAGE_TABLE_UPDATE, NEVER),
                rates.getOrDefault(PAGE_FAULT, NEVER),
                rates.getOrDefault(CONTEXT_SWITCH, NEVER),
                rates.getOrDefault(PROGRAM_START, NEVER),
                rates.getOrDefault(TLB_MISS, NEVER),
                rates.getOrDefault(HYPERCALL, NEVER),
                rates.getOrDefault(IO_KICK, NEVER),
                rates.getOrDefault(INTERRUPT, NEVER),
                rates.getOrDefault(INTER_PROCESSOR, NEVER),
                rates.getOrDefault(TIMER, NEVER));
    }

    private static void check(EventRate rate) {
        if (rate.perSecond() > MAX_PER_SECOND) {
            throw new IllegalQuantity(rate + " is more than a processor has: write at most 1000000000/s");
        }
    }

    /// Whether it is for the sake of a device.
    boolean isOfDevices() {
        return this == IO_KICK || this == INTERRUPT;
    }
}
