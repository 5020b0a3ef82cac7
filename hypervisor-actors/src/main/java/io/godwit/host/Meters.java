package io.godwit.host;

import io.godwit.device.PacketLoad;
import io.godwit.history.GuestEvent;
import io.godwit.history.Meter;
import io.godwit.identity.VmId;
import io.godwit.unit.Exact;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Writes down what each guest of a host wanted and got since it was last written down.
final class Meters {

    /// How often that is done while a guest misbehaves: a second's average still shows what a neighbour feels.
    static final Duration TURN = Duration.ofSeconds(1);

    /// A thousandth of an operation a second makes one operation in this time.
    private static final long MILLI_SECOND_NS = 1_000_000_000_000L;

    private final HostState state;
    private final Map<VmId, Reading> last = new TreeMap<>();

    /// How far a guest's accounts had come.
    private record Reading(
            int slot, long atNs, long wantedNs, long gotNs, long promisedNs, long brokenNs, long stallNs, Bulk bulk) {}

    /// What a guest's devices have done.
    private record Bulk(long operations, long sent, long received) {

        static final Bulk NONE = new Bulk(0, 0, 0);
    }

    Meters(HostState state) {
        this.state = state;
    }

    /// Guests that run, since they came or were written down last.
    void write(Wires wires, boolean disturbed) {
        long nowNs = wires.now();
        for (Resident resident : state.all()) {
            if (resident.phase() instanceof Residency.Running(var epoch)) {
                Reading now = reading(resident, nowNs);
                Reading before = before(resident);
                if (now.atNs() > before.atNs()) {
                    last.put(resident.id(), now);
                    var meter = new Meter(
                            now.atNs() - before.atNs(),
                            disturbed,
                            cpu(before, now),
                            memory(resident, now.stallNs() - before.stallNs()),
                            disk(resident, before, now),
                            card(resident, before, now));
                    wires.record(new GuestEvent.Metered(resident.id(), state.host(), epoch, meter));
                }
            }
        }
    }

    void forget(VmId vm) {
        last.remove(vm);
    }

    private Reading before(Resident resident) {
        Reading known = last.get(resident.id());
        return known != null && known.slot() == resident.slot()
                ? known
                : new Reading(resident.slot(), state.cpu().addedNs(resident.slot()), 0, 0, 0, 0, 0, Bulk.NONE);
    }

    private Reading reading(Resident resident, long nowNs) {
        CpuBoard cpu = state.cpu();
        int slot = resident.slot();
        long gotNs = cpu.ranNs(slot, nowNs);
        return new Reading(
                slot,
                nowNs,
                gotNs + cpu.stolenNs(slot, nowNs),
                gotNs,
                cpu.promisedNs(slot, nowNs),
                cpu.brokenNs(slot, nowNs),
                resident.stallNs(),
                state.devices().known(slot).map(tenant -> bulk(tenant, nowNs)).orElse(Bulk.NONE));
    }

    private static Bulk bulk(DeviceTenant tenant, long nowNs) {
        return new Bulk(
                tenant.blockBulk(nowNs).map(bulk -> bulk.totals().operations()).orElse(0L),
                tenant.card().sent(nowNs),
                tenant.card().received(nowNs));
    }

    /// What it asks for now counts for all of the time: bulk has one rate until it is told another, and is read then.
    private Meter.Disk disk(Resident resident, Reading before, Reading now) {
        long elapsedNs = now.atNs() - before.atNs();
        long wanted = state.devices()
                .running(resident.slot())
                .flatMap(DeviceTenant::load)
                .map(load -> count(load.milliOperations(), elapsedNs))
                .orElse(0L);
        return new Meter.Disk(
                wanted, Math.max(0, now.bulk().operations() - before.bulk().operations()));
    }

    /// As for a disk.
    private Meter.Card card(Resident resident, Reading before, Reading now) {
        long elapsedNs = now.atNs() - before.atNs();
        return state.devices()
                .running(resident.slot())
                .map(DeviceTenant::card)
                .map(card -> new Meter.Card(
                        count(card.load().map(PacketLoad::milliSent).orElse(0L), elapsedNs),
                        now.bulk().sent() - before.bulk().sent(),
                        count(card.milliOffered(), elapsedNs),
                        now.bulk().received() - before.bulk().received()))
                .orElse(Meter.Card.NONE);
    }

    private static long count(long milli, long elapsedNs) {
        return Exact.floorMulDiv(milli, elapsedNs, MILLI_SECOND_NS);
    }

    private Meter.Cpu cpu(Reading before, Reading now) {
        long got = now.gotNs() - before.gotNs();
        long promised = now.promisedNs() - before.promisedNs();
        long broken =
                state.cpu().quanta().isPresent() ? Math.max(0, promised - got) : now.brokenNs() - before.brokenNs();
        return new Meter.Cpu(now.wantedNs() - before.wantedNs(), got, promised, broken);
    }

    private Meter.Memory memory(Resident resident, long stallNs) {
        long pageBytes = state.memory().pageSize().bytes();
        long touched = resident.memory().use().privatePages();
        long away = state.managed()
                .flatMap(memory -> memory.figures(resident.id()))
                .map(figures -> figures.compressed() + figures.swapped() + figures.givenUp())
                .orElse(0L);
        long promised = state.managed().isEmpty()
                ? touched
                : Math.min(touched, state.memory().framesOf(resident.spec().certainMemory()));
        return new Meter.Memory(touched * pageBytes, (touched - away) * pageBytes, promised * pageBytes, stallNs);
    }
}
