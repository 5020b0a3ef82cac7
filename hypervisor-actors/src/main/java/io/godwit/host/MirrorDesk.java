package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Relocation;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.virtualization.LifeStep;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.VmSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// Lets disks that are a host's own go along with their VMs, at both ends.
///
/// *A guest hears of a write only when everything that may become the VM's disk has it:* while a copy is being made, a
/// write behind the reading is kept back until the copy has it, or until the copy is given up. So nothing that was
/// acknowledged is lost, whichever disk it will be.
final class MirrorDesk {

    private final HostState state;
    private final Guests guests;
    private final Disks disks;
    private final Wires wires;

    /// Of VMs that leave.
    private final Map<VmId, Mirror> mirrors = new TreeMap<>();

    /// Of VMs that were stopped, and whose disks leave.
    private final Map<VmId, MigrationId> still = new TreeMap<>();

    /// Who is to be told of a disk's answer.
    private final Map<Long, ActorRef<Transfer.Answer>> asked = new TreeMap<>();

    private final Map<Long, ActorRef<Lifecycle.DiskAudited>> audits = new TreeMap<>();

    private final Map<Long, Attempt> attempts = new TreeMap<>();

    private record Attempt(Transfer.TryArrival question, long atNs) {}

    private static final class Mirror {

        private final MigrationId migration;
        private final ActorRef<Transfer.Answer> replyTo;
        private final TreeMap<Long, KeptBack> keptBack = new TreeMap<>();
        private long sequence;

        private Mirror(MigrationId migration, ActorRef<Transfer.Answer> replyTo) {
            this.migration = migration;
            this.replyTo = replyTo;
        }
    }

    private record KeptBack(Numbered what, long epoch) {}

    MirrorDesk(CopyDesk.Colleagues colleagues) {
        this.state = colleagues.state();
        this.guests = colleagues.guests();
        this.disks = colleagues.disks();
        this.wires = colleagues.wires();
    }

    /// Whether a VM that comes needs no more than what was written over its image.
    boolean hasBase(VmSpec coming) {
        return state.all().stream()
                .map(Resident::spec)
                .anyMatch(here -> !here.id().equals(coming.id())
                        && here.hasLocalDisk()
                        && here.image().equals(coming.image()));
    }

    void mirror(Resident resident, Transfer.MirrorDisk order) {
        if (resident.phase() instanceof Residency.Running) {
            mirrors.put(order.vm(), new Mirror(order.migration(), order.replyTo()));
            mirror(resident.spec(), order.migration(), order.withBase(), order.replyTo());
        } else {
            order.replyTo().tell(LifecycleDesk.illegal(resident, order));
        }
    }

    private void mirror(VmSpec vm, MigrationId migration, boolean withBase, ActorRef<Transfer.Answer> replyTo) {
        long base = withBase ? state.diskBytes(vm) : 0;
        ask(vm.id(), new Relocation.Mirror(migration, base), replyTo);
    }

    /// Nobody has the VM here, so nobody writes to its disk.
    void read(Transfer.ReadDisk order) {
        still.put(order.vm(), order.migration());
        mirror(order.spec(), order.migration(), order.withBase(), order.replyTo());
    }

    /// Whether the step is one of a VM that was stopped; that a disk stays may be said of any.
    boolean isStill(Transfer.MoveDisk order) {
        return order.step() instanceof Relocation.Unmirror
                || order.step().migration().equals(still.get(order.vm()));
    }

    /// Whether somebody started the VM here, so that its disk goes nowhere: whoever moves it is told so.
    private boolean isOvertaken(Transfer.MoveDisk order) {
        return !(order.step() instanceof Relocation.Unmirror)
                && order.step().migration().equals(still.get(order.vm()));
    }

    void move(Resident resident, Transfer.MoveDisk order) {
        if (isOvertaken(order)) {
            order.replyTo().tell(LifecycleDesk.illegal(resident, order));
        } else {
            move(order);
        }
    }

    void move(Transfer.MoveDisk order) {
        if (order.step() instanceof Relocation.Unmirror(var migration)) {
            end(order.vm(), migration);
        }
        ask(order.vm(), order.step(), order.replyTo());
    }

    /// The copy has what the guest waits for.
    void kept(Transfer.BlockKept kept) {
        Mirror mirror = mirrors.get(kept.vm());
        if (mirror != null) {
            var done = mirror.keptBack.headMap(kept.upTo(), true);
            done.values().forEach(write -> acknowledge(kept.vm(), write.what(), write.epoch()));
            done.clear();
        }
    }

    /// The disk has a write. If that is a repeat of one that is kept back, the guest hears of it with that.
    void written(VmId vm, Numbered what, long epoch) {
        Mirror mirror = mirrors.get(vm);
        if (mirror == null
                || mirror.keptBack.values().stream().noneMatch(it -> it.what().equals(what))) {
            acknowledge(vm, what, epoch);
        }
    }

    /// A copy of the disk lacks a write.
    void writtenBehind(VmId vm, Numbered what, long epoch) {
        Mirror mirror = mirrors.get(vm);
        if (mirror == null) {
            acknowledge(vm, what, epoch);
        } else {
            mirror.sequence++;
            mirror.keptBack.put(mirror.sequence, new KeptBack(what, epoch));
            mirror.replyTo.tell(new Transfer.BlockWritten(vm, mirror.sequence, what));
        }
    }

    void audit(Lifecycle.AuditDisk audit) {
        audits.put(disks.audit(audit.vm()), audit.replyTo());
    }

    void tryArrival(Transfer.TryArrival question) {
        if (disks.reach(question.spec())) {
            attempts.put(disks.audit(question.spec()), new Attempt(question, wires.now()));
        } else {
            question.replyTo().tell(LifecycleDesk.illegal(question.vm(), question, "out of its datastore's reach"));
        }
    }

    private void tried(Attempt attempt) {
        VmSpec spec = attempt.question().spec();
        long restoreNs = state.engine().time(LifeStep.RESTORE, spec).toNanos();
        long diskNs = wires.now() - attempt.atNs(); // as long as any question to it
        attempt.question()
                .replyTo()
                .tell(new Transfer.ArrivalTried(
                        spec.id(), spec.hasLocalDisk() ? restoreNs + diskNs : restoreNs, diskNs));
    }

    /// An answer of a disk that may be for somebody else.
    void answered(Disk.Answer answer) {
        if (answer instanceof Disk.Relocated(var request, var vm, var outcome)) {
            Optional.ofNullable(asked.remove(request)).ifPresent(who -> who.tell(new Transfer.DiskMoved(vm, outcome)));
        }
        if (answer instanceof Disk.Audited(var request, var vm, var floor, var held)) {
            Optional.ofNullable(attempts.remove(request)).ifPresent(this::tried);
            Optional.ofNullable(audits.remove(request))
                    .ifPresent(who -> who.tell(new Lifecycle.DiskAudited(vm, floor, held)));
        }
    }

    /// If the guest has come from elsewhere and begins here, the copy of its disk is its disk.
    void arrive(Resident resident, long epoch) {
        if (isLocal(resident) && resident.phase() instanceof Residency.Installed(var migration, var _)) {
            disks.relocate(resident.id(), new Relocation.Adopt(migration, epoch));
        }
    }

    /// The copy is the disk of a VM that is to start here some time.
    void keep(Transfer.KeepDisk order) {
        disks.relocate(order.vm(), new Relocation.Adopt(order.migration(), order.epoch()));
    }

    /// The VM is not here; if its disk was, that is elsewhere.
    void releaseAbsent(Transfer.ReleaseVm release) {
        release.elsewhere().ifPresent(there -> leave(release.vm(), there));
    }

    private void leave(VmId vm, Transfer.Elsewhere there) {
        disks.relocate(vm, new Relocation.Leave(there.migration(), there.epoch()));
    }

    /// It frees what it had here.
    void release(Resident resident, Transfer.ReleaseVm release) {
        if (!isLocal(resident)) {
            return;
        }
        switch (resident.phase()) {
            case Residency.Reserved(var migration) -> disks.relocate(resident.id(), new Relocation.Discard(migration));
            case Residency.Installed(var migration, var _) ->
                disks.relocate(resident.id(), new Relocation.Discard(migration));
            default ->
                release.elsewhere().ifPresent(there -> {
                    mirrors.remove(resident.id());
                    leave(resident.id(), there);
                });
        }
    }

    /// The VM is here no more.
    void left(VmId vm) {
        mirrors.remove(vm);
    }

    private void end(VmId vm, MigrationId migration) {
        Mirror mirror = mirrors.get(vm);
        if (mirror != null && mirror.migration.equals(migration)) {
            mirrors.remove(vm);
            mirror.keptBack.values().forEach(write -> acknowledge(vm, write.what(), write.epoch()));
        }
        still.remove(vm, migration);
    }

    /// Everything that may become the disk has it: the guest hears of it.
    private void acknowledge(VmId vm, Numbered what, long epoch) {
        state.find(vm)
                .filter(resident ->
                        Hypervisor.isRunning(resident) && resident.phase().epoch() == epoch)
                .ifPresent(resident -> guests.tell(resident.slot(), new VirtualMachine.IoCompleted(what)));
    }

    private void ask(VmId vm, Relocation.Step step, ActorRef<Transfer.Answer> replyTo) {
        asked.put(disks.relocate(vm, step), replyTo);
    }

    private static boolean isLocal(Resident resident) {
        return resident.spec().hasLocalDisk();
    }
}
