package io.godwit.invariant;

import static io.godwit.invariant.Story.BOX_1;
import static io.godwit.invariant.Story.BOX_2;
import static io.godwit.invariant.Story.H2;
import static io.godwit.invariant.Story.H3;
import static io.godwit.invariant.Story.N2;
import static io.godwit.invariant.Story.N3;
import static io.godwit.invariant.Story.ODD;
import static io.godwit.invariant.Story.RUN;
import static io.godwit.invariant.Story.WEB_2;

import io.godwit.drill.InvariantName;
import io.godwit.history.DeviceEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.Meter;
import io.godwit.invariant.InvariantsTest.Plant;
import java.util.List;
import java.util.stream.Stream;

/// Histories in which a guest harms others.
final class IsolationPlants {

    private IsolationPlants() {}

    static List<Plant> all() {
        return Stream.of(guarantees(), shares(), crashes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Plant> guarantees() {
        return List.of(
                new Plant(
                        InvariantName.GUARANTEES_ARE_KEPT,
                        "a runaway takes CPU that another has reserved",
                        Story.whole().told(23_000, N2, metered(new Meter.Cpu(900, 500, 900, 400), 10)),
                        true),
                new Plant(
                        InvariantName.GUARANTEES_ARE_KEPT,
                        "a host swaps out what a guest has reserved",
                        Story.whole().told(23_000, N2, metered(new Meter.Cpu(900, 900, 900, 0), 9)),
                        true),
                new Plant(
                        InvariantName.FORGED_IS_REFUSED,
                        "a switch lets a forged address pass",
                        Story.whole().told(23_000, N2, new GuestEvent.Behaved(WEB_2, H2, 2, Misbehaviour.FORGE_MAC, 1)),
                        true),
                new Plant(
                        InvariantName.FORGED_IS_REFUSED,
                        "a hypervisor believes a request in another's name",
                        Story.whole()
                                .told(23_000, N3, new GuestEvent.Behaved(ODD, H3, 1, Misbehaviour.FORGE_MESSAGE, 3)),
                        true));
    }

    private static List<Plant> shares() {
        return List.of(
                new Plant(
                        InvariantName.SHARES_ARE_KEPT,
                        "a disk gives a guest less than its weight entitles it to",
                        Story.whole()
                                .told(
                                        23_000,
                                        N2,
                                        new DeviceEvent.Shared(
                                                "disks",
                                                List.of(Story.part(WEB_2, 256, 666), Story.part(RUN, 512, 333)))),
                        true),
                new Plant(
                        InvariantName.SHARES_ARE_KEPT,
                        "a card gives more than it has",
                        Story.whole()
                                .told(
                                        23_000,
                                        N2,
                                        new DeviceEvent.Shared(
                                                "card of h2, out",
                                                List.of(Story.part(WEB_2, 256, 602), Story.part(RUN, 512, 400)))),
                        true));
    }

    private static List<Plant> crashes() {
        return List.of(
                new Plant(
                        InvariantName.CRASH_STAYS_INSIDE,
                        "a crash takes a neighbour along",
                        Story.whole()
                                .told(23_000, N2, new GuestEvent.Misbehaved(WEB_2, H2, 2, Misbehaviour.CRASH))
                                .told(23_000, N2, new GuestEvent.Stopped(WEB_2, H2, 2, Why.CRASHED))
                                .told(23_000, N2, new GuestEvent.Stopped(RUN, H2, 2, Why.CRASHED)),
                        true),
                new Plant(
                        InvariantName.CRASH_STAYS_INSIDE,
                        "a VM ends with the containers of its host",
                        boxes().told(23_200, N2, new GuestEvent.Stopped(BOX_1, H2, 1, Why.KERNEL_PANIC))
                                .told(23_200, N2, new GuestEvent.Stopped(BOX_2, H2, 1, Why.KERNEL_PANIC))
                                .told(23_200, N2, new GuestEvent.Stopped(RUN, H2, 2, Why.KERNEL_PANIC)),
                        true),
                new Plant(
                        InvariantName.CRASH_STAYS_INSIDE,
                        "a container goes on without its kernel",
                        boxes().told(23_200, N2, new GuestEvent.Stopped(BOX_1, H2, 1, Why.KERNEL_PANIC)),
                        true));
    }

    /// Two containers, of which one panics.
    private static Story boxes() {
        return Story.whole()
                .started(23_000, BOX_1, H2, 1)
                .started(23_000, BOX_2, H2, 1)
                .told(23_100, N2, new GuestEvent.Misbehaved(BOX_1, H2, 1, Misbehaviour.PANIC));
    }

    /// @param cpu in milliseconds
    private static GuestEvent metered(Meter.Cpu cpu, long residentBytes) {
        var ns = new Meter.Cpu(
                cpu.wantedNs() * 1_000_000,
                cpu.gotNs() * 1_000_000,
                cpu.promisedNs() * 1_000_000,
                cpu.brokenNs() * 1_000_000);
        var memory = new Meter.Memory(12, residentBytes, 10, 0);
        return new GuestEvent.Metered(WEB_2, H2, 2, new Meter(1_000_000_000, true, ns, memory));
    }
}
