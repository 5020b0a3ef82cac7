package io.godwit.host;

import io.godwit.device.BlockLoad;
import io.godwit.device.Bound;
import io.godwit.device.ClaimBook;
import io.godwit.device.DeviceGrant;
import io.godwit.device.DevicePath;
import io.godwit.device.Disk;
import io.godwit.device.DiskClaim;
import io.godwit.device.PacketLoad;
import io.godwit.guest.WorkloadSpec.LedgerSpec;
import io.godwit.history.GuestEvent.Effect;
import io.godwit.network.BulkFlow;
import io.godwit.network.VirtualSwitch;
import io.godwit.network.VirtualSwitch.Streamed;
import io.godwit.unit.EventRate;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// Lets guests' bulk run over their devices: claims what they ask for at their disks, and lets what these grant be felt
/// by their CPU demand, by that of the host, and by how fast they get on.
///
/// A claim on an array is repeated as long as its guest runs, and a disk that is silent for longer than claims last
/// gives nothing. A guest without a permit claims nothing. On a host whose guests have no bulk there is no timer, and
/// nothing to do.
final class BulkDesk {

    private static final EventRate NONE = EventRate.perSecond(0);

    private final HostState state;
    private final Guests guests;
    private final Disks disks;
    private final NetworkDesk network;
    private final Wires wires;
    private Optional<ActorRef<ShareCard.Shared>> moves = Optional.empty();
    private Optional<ShareCard.Shared> told = Optional.empty();
    private boolean awaitsTurn;

    BulkDesk(CopyDesk.Colleagues colleagues, NetworkDesk network) {
        this.state = colleagues.state();
        this.guests = colleagues.guests();
        this.disks = colleagues.disks();
        this.wires = colleagues.wires();
        this.network = network;
    }

    /// A guest runs from now on.
    void begin(Resident resident) {
        state.devices().begin(resident, wires.now()).ifPresent(tenant -> {
            claim(tenant);
            claimCard(tenant);
            changed(tenant);
            if (tenant.card().load().isPresent()) {
                flow(tenant);
            }
            look();
        });
    }

    /// Another guest sends this to one of here.
    void streamed(Streamed stream) {
        state.find(stream.vm())
                .filter(resident -> resident.phase() instanceof Residency.Running)
                .ifPresent(resident -> {
                    boolean isNew = state.devices().running(resident.slot()).isEmpty();
                    long own = state.cpu().demandNanoCores(resident.slot());
                    DeviceTenant tenant = state.devices().comes(resident, stream, wires.now());
                    if (isNew) {
                        tenant.own(own);
                    }
                    claimCard(tenant);
                    look();
                });
    }

    private void claimCard(DeviceTenant tenant) {
        tenant.card().staysHere(staysHere(tenant));
        cardShared(state.devices().claimCard(tenant));
    }

    void share(Sharing sharing) {
        switch (sharing) {
            case ShareCard card -> share(card);
            case LinkPart link -> share(link);
        }
    }

    /// Migrations take their part of the host's card, too.
    private void share(ShareCard share) {
        if (!moves.equals(Optional.of(share.replyTo()))) {
            moves = Optional.of(share.replyTo());
            told = Optional.empty();
        }
        cardShared(state.devices().claimMoves(share.wish()));
    }

    /// What it sends to another site is held to its part of the link.
    private void share(LinkPart part) {
        state.find(part.vm())
                .flatMap(resident -> state.devices().running(resident.slot()))
                .filter(tenant -> tenant.card().shares(part.link()))
                .ifPresent(tenant -> {
                    claimCard(tenant);
                    flow(tenant);
                });
    }

    /// @param whose grants changed
    private void cardShared(List<DeviceTenant> whose) {
        whose.forEach(this::changed);
        state.devices().news(wires.now()).forEach(wires::record);
        if (moves.isPresent()) {
            ShareCard.Shared could = state.devices().movesCould();
            if (!told.equals(Optional.of(could))) {
                told = Optional.of(could);
                moves.get().tell(could);
            }
        }
    }

    /// From now on a guest asks for this of its devices, whatever its spec says, as long as it stays here.
    ///
    /// @param ask empty: as its spec says
    void replace(Resident resident, Optional<DeviceAsk> ask) {
        boolean runs = resident.phase() instanceof Residency.Running;
        long ownNanoCores = state.devices()
                .running(resident.slot())
                .map(DeviceTenant::ownNanoCores)
                .orElseGet(() -> state.cpu().demandNanoCores(resident.slot()));
        rest(resident);
        state.devices().replace(resident, ask, wires.now());
        if (runs) {
            begin(resident);
            state.askAgain(resident, ownNanoCores, wires.now());
            wires.shareCpu();
            if (state.devices().running(resident.slot()).isEmpty()) {
                guests.tell(resident.slot(), new VirtualMachine.Pace(VirtualMachine.Pace.WHOLE));
                guests.tell(
                        resident.slot(), new VirtualMachine.CpuGrant(state.cpu().grantNanoCores(resident.slot())));
            }
        }
    }

    /// A guest stands still, or is here no more.
    void rest(Resident resident) {
        if (state.devices().running(resident.slot()).isPresent()) {
            DeviceTenant tenant = state.devices().running(resident.slot()).orElseThrow();
            boolean hadDisk = tenant.load().isPresent();
            state.devices().rest(resident.slot(), wires.now());
            cardShared(state.devices().dropCard(resident.slot()));
            flow(tenant);
            if (hadDisk) {
                disks.claim(resident.spec(), resident.phase().epoch(), Optional.empty());
            }
        }
    }

    /// Tells the switch what passes.
    private void flow(DeviceTenant tenant) {
        network.flow(new VirtualSwitch.Flow(
                tenant.resident().id(), tenant.card().flow(), tenant.card().to()));
    }

    void granted(Disk.Granted granted) {
        state.find(granted.vm())
                .filter(resident -> resident.phase().epoch() == granted.epoch())
                .flatMap(resident -> state.devices().running(resident.slot()))
                .ifPresent(tenant -> {
                    tenant.disk(granted.grant(), wires.now());
                    changed(tenant);
                });
    }

    /// Time to repeat what must be.
    void turn() {
        awaitsTurn = false;
        long nowNs = wires.now();
        for (DeviceTenant silent : state.devices().silentSince(nowNs - ClaimBook.LASTS.toNanos())) {
            silent.disk(new DeviceGrant(0, 0, Long.MAX_VALUE, Bound.UNREACHABLE), nowNs);
            changed(silent);
        }
        for (DeviceTenant tenant : state.devices().running()) {
            repeat(tenant);
        }
        look();
    }

    /// CPU was shared out anew: whoever has bulk gets on as far as that goes.
    void afterShare() {
        if (state.devices().isIdle()) {
            return;
        }
        long nowNs = wires.now();
        long hostShare = state.own().partBillionths();
        List<DeviceTenant> all = state.devices().running();
        for (int i = 0; i < all.size(); i++) {
            DeviceTenant tenant = all.get(i);
            int slot = tenant.resident().slot();
            long grant = state.cpu().grantNanoCores(slot);
            long demand = state.cpu().demandNanoCores(slot);
            tenant.run(grant, demand, hostShare, nowNs);
            tenant.newsOfPace(tenant.pace(hostShare)).ifPresent(news -> guests.tell(slot, news));
            if (state.cpu().quanta().isEmpty()) {
                tenant.newsOfCpu(tenant.ownOf(grant, demand)).ifPresent(news -> guests.tell(slot, news));
            }
        }
    }

    private void changed(DeviceTenant tenant) {
        state.devicesChanged(tenant, wires.now());
        wires.shareCpu();
    }

    private void repeat(DeviceTenant tenant) {
        if (!isLocal(tenant) || !tenant.isHeard()) {
            claim(tenant);
        }
        if (tenant.card().load().isPresent() || tenant.card().getsAny()) {
            boolean ended = tenant.card().forgetSince(wires.now() - BulkFlow.LASTS.toNanos());
            boolean moved = tenant.card().staysHere(staysHere(tenant));
            if (ended || moved) {
                claimCard(tenant);
            }
            flow(tenant);
        }
    }

    private boolean staysHere(DeviceTenant tenant) {
        return tenant.card().sendsToEverybody()
                || tenant.card()
                        .load()
                        .flatMap(PacketLoad::to)
                        .flatMap(state::find)
                        .isPresent();
    }

    private void look() {
        boolean needed = state.devices().running().stream().anyMatch(BulkDesk::needsTurns);
        if (needed && !awaitsTurn) {
            awaitsTurn = true;
            wires.after(ClaimBook.REPEATED, Inner.BulkTurn.INSTANCE);
        }
    }

    private static boolean needsTurns(DeviceTenant tenant) {
        boolean ofDisk = tenant.load().isPresent() && (!isLocal(tenant) || !tenant.isHeard());
        return ofDisk || tenant.card().load().isPresent() || tenant.card().getsAny();
    }

    private static boolean isLocal(DeviceTenant tenant) {
        return tenant.resident().spec().hasLocalDisk();
    }

    private void claim(DeviceTenant tenant) {
        Resident resident = tenant.resident();
        VmSpec vm = resident.spec();
        Optional<BlockLoad> load = tenant.load();
        if (load.isPresent() && wires.mayAct(resident, Effect.DISK_WRITE)) {
            disks.claim(vm, resident.phase().epoch(), Optional.of(claim(vm, load.get())));
        }
    }

    private DiskClaim claim(VmSpec vm, BlockLoad load) {
        DevicePath path = state.engine().deviceOf(vm, DevicePath.Use.BLOCK);
        DiskDevice device = vm.platform().disk();
        return new DiskClaim(
                load,
                vm.workload().ledger().map(LedgerSpec::writes).orElse(NONE),
                path.lane(load.depth()),
                new DiskClaim.Limits(device.operations(), device.bandwidth()),
                device.weight());
    }
}
