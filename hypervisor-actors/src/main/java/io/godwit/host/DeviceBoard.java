package io.godwit.host;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.device.DevicePath;
import io.godwit.device.NicClaim;
import io.godwit.device.NicGrant;
import io.godwit.device.NicShare;
import io.godwit.device.Portion;
import io.godwit.device.ShareNotes;
import io.godwit.guest.DeviceLoad;
import io.godwit.history.DeviceEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.network.VirtualSwitch.Streamed;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the devices of a host's guests get and take, by slot: of those alone that have bulk on them. Others cost
/// nothing here. Mutable, its [HostState]'s.
final class DeviceBoard {

    /// What migrations are called where somebody wants more of the card.
    private static final VmId MIGRATIONS = new VmId("migrations");

    private final Engine engine;
    private final Optional<NicShare<Integer>> nic;
    private ShareCard.Wish wish = ShareCard.Wish.NOTHING;
    private final HostId host;
    private final ShareNotes outNotes = new ShareNotes();
    private final ShareNotes inNotes = new ShareNotes();
    private final SlottedTenants running = new SlottedTenants();
    private final Map<Integer, DeviceTenant> resting = new TreeMap<>();
    private final Map<Integer, DeviceAsk> inPlace = new TreeMap<>();

    /// @param cards of the host: guests' bulk uses the first one
    DeviceBoard(HostId host, Engine engine, List<HostSpec.Nic> cards) {
        this.engine = engine;
        this.host = host;
        this.nic = cards.stream().findFirst().map(card -> new NicShare<>(card.bandwidth(), card.latency()));
    }

    /// What the guest asks of its devices now: what it was last told, or else its spec.
    private DeviceAsk askOf(Resident resident) {
        return Optional.ofNullable(inPlace.get(resident.slot()))
                .orElseGet(() -> DeviceAsk.of(resident.spec().workload().devices()));
    }

    /// From now on the guest asks for this, whatever its spec says; empty: as that says. To be followed by [#rest] and
    /// [#begin] where it runs.
    void replace(Resident resident, Optional<DeviceAsk> ask, long nowNs) {
        int slot = resident.slot();
        ask.ifPresentOrElse(it -> inPlace.put(slot, it), () -> inPlace.remove(slot));
        DeviceTenant resting = this.resting.get(slot);
        if (resting != null) {
            begin(resting, askOf(resident), nowNs);
        }
    }

    /// A guest begins to run, for the first time here or again.
    ///
    /// @return empty for one without bulk
    Optional<DeviceTenant> begin(Resident resident, long nowNs) {
        DeviceAsk ask = askOf(resident);
        return ask.isNothing() ? Optional.empty() : Optional.of(begin(resident, ask, nowNs));
    }

    private DeviceTenant begin(Resident resident, DeviceAsk ask, long nowNs) {
        VmSpec vm = resident.spec();
        DeviceTenant before = resting.remove(resident.slot());
        DeviceTenant tenant = before == null
                ? new DeviceTenant(
                        resident,
                        new CardUse(
                                engine.deviceOf(vm, DevicePath.Use.NETWORK),
                                vm.platform().network()))
                : before;
        begin(tenant, ask, nowNs);
        running.put(resident.slot(), tenant);
        return tenant;
    }

    private void begin(DeviceTenant tenant, DeviceAsk ask, long nowNs) {
        tenant.begin(ask, engine.deviceOf(tenant.resident().spec(), DevicePath.Use.BLOCK), nowNs);
    }

    /// Another guest sends it bulk from now on: one that had none runs its device now, too.
    DeviceTenant comes(Resident resident, Streamed stream, long nowNs) {
        DeviceTenant tenant =
                running(resident.slot()).orElseGet(() -> begin(resident, DeviceAsk.of(DeviceLoad.none()), nowNs));
        tenant.card().comes(stream, nowNs);
        return tenant;
    }

    /// Claims what a guest asks of the host's card now, and brings all grants up to date.
    ///
    /// @return whose grants changed
    List<DeviceTenant> claimCard(DeviceTenant tenant) {
        int slot = tenant.resident().slot();
        NicClaim claim = tenant.card().claim();
        if (nic.isEmpty()) {
            tenant.card().granted(NicGrant.NOTHING);
            return List.of(tenant);
        }
        nic.get().claim(slot, claim);
        List<DeviceTenant> changed = new ArrayList<>(List.of(tenant));
        for (int other : nic.get().share()) {
            running(other).filter(it -> it != tenant).ifPresent(changed::add);
        }
        changed.forEach(it -> it.card().granted(nic.get().grant(it.resident().slot())));
        return changed;
    }

    /// Migrations ask for this of the host's card from now on.
    ///
    /// @return whose grants changed
    List<DeviceTenant> claimMoves(ShareCard.Wish next) {
        if (nic.isEmpty()) {
            return List.of();
        }
        wish = next;
        nic.get().claimMoves(true, wish.outBits(), weight(wish.leaving()));
        nic.get().claimMoves(false, wish.inBits(), weight(wish.coming()));
        return grantAnew();
    }

    /// Of so many guests that say nothing else.
    private static int weight(int moves) {
        return Math.min(CpuEntitlement.MAX_WEIGHT, Math.multiplyExact(moves, CpuEntitlement.DEFAULT_WEIGHT));
    }

    /// What migrations could have of the card.
    ShareCard.Shared movesCould() {
        return nic.map(it -> new ShareCard.Shared(
                        it.movesCould(true),
                        it.movesCould(false),
                        it.movesCould(true, weight(wish.leaving() + 1)),
                        it.movesCould(false, weight(wish.coming() + 1))))
                .orElse(ShareCard.Shared.NO_BOUND);
    }

    /// What is to be written down of how the host's card is shared out.
    List<DeviceEvent.Shared> news(long nowNs) {
        List<DeviceEvent.Shared> news = new ArrayList<>();
        if (nic.isPresent()) {
            outNotes.of(portions(true), nowNs)
                    .ifPresent(it -> news.add(new DeviceEvent.Shared("card of " + host + ", out", it)));
            inNotes.of(portions(false), nowNs)
                    .ifPresent(it -> news.add(new DeviceEvent.Shared("card of " + host + ", in", it)));
        }
        return news;
    }

    private List<Portion> portions(boolean isOut) {
        return nic.orElseThrow()
                .portions(
                        isOut, slot -> running.at(slot).orElseThrow().resident().id(), MIGRATIONS);
    }

    /// What it had of the host's card goes to others.
    ///
    /// @return whose grants changed
    List<DeviceTenant> dropCard(int slot) {
        if (nic.isEmpty()) {
            return List.of();
        }
        nic.get().drop(slot);
        return grantAnew();
    }

    private List<DeviceTenant> grantAnew() {
        List<DeviceTenant> changed = nic.orElseThrow().share().stream()
                .flatMap(other -> running(other).stream())
                .toList();
        changed.forEach(it -> it.card().granted(nic.get().grant(it.resident().slot())));
        return changed;
    }

    /// A guest stands still; what it has done so far stays known.
    void rest(int slot, long nowNs) {
        running.remove(slot).ifPresent(tenant -> {
            tenant.stop(nowNs);
            resting.put(slot, tenant);
        });
    }

    /// The slot is another's from now on.
    void leave(int slot) {
        running.remove(slot);
        resting.remove(slot);
        inPlace.remove(slot);
    }

    /// Those that run, by slot.
    List<DeviceTenant> running() {
        return running.all();
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    Optional<DeviceTenant> running(int slot) {
        return running.at(slot);
    }

    /// Whoever has bulk and was ever running here.
    Optional<DeviceTenant> known(int slot) {
        return running(slot).or(() -> Optional.ofNullable(resting.get(slot)));
    }

    /// Those whose disk has been silent since then.
    List<DeviceTenant> silentSince(long thenNs) {
        List<DeviceTenant> silent = new ArrayList<>();
        for (DeviceTenant tenant : running.all()) {
            if (!tenant.resident().spec().hasLocalDisk() && tenant.isDiskSilentSince(thenNs)) {
                silent.add(tenant);
            }
        }
        return silent;
    }
}
