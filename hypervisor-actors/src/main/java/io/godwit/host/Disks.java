package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.DiskClaim;
import io.godwit.device.Relocation;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.memory.PageBatch;
import io.godwit.vm.VmSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// The host's way to the datastores: numbers the requests and remembers the writes that are not answered yet.
final class Disks {

    private final Map<String, ActorRef<Disk.Command>> datastores;
    private final ActorRef<Disk.Answer> replyTo;
    private final Map<Long, Inflight> writes = new TreeMap<>();
    private final Map<Long, Lifecycle.Forget> forgetting = new TreeMap<>();
    private long lastRequest;

    private record Inflight(VmId vm, Numbered what) {}

    Disks(Map<String, ActorRef<Disk.Command>> datastores, ActorRef<Disk.Answer> replyTo) {
        this.datastores = new TreeMap<>(datastores);
        this.replyTo = replyTo;
    }

    /// @param basis what the disk starts from, if it has not come to that revision yet
    /// @return the number of the request
    long open(VmSpec vm, long epoch, Optional<Disk.Basis> basis) {
        lastRequest++;
        of(vm).tell(new Disk.Open(lastRequest, vm.id(), epoch, basis, replyTo));
        return lastRequest;
    }

    /// @return the number of the request
    long freeze(VmSpec vm, long epoch, CopyId copy) {
        lastRequest++;
        of(vm).tell(new Disk.Freeze(lastRequest, vm.id(), epoch, copy, replyTo));
        return lastRequest;
    }

    /// @return the number of the request
    long store(VmSpec vm, CopyId copy, int index, PageBatch pages) {
        lastRequest++;
        of(vm).tell(new Disk.Store(lastRequest, vm.id(), copy, index, pages, replyTo));
        return lastRequest;
    }

    /// @return the number of the request
    long finish(VmSpec vm, CopyId copy, Disk.Seal seal) {
        lastRequest++;
        of(vm).tell(new Disk.Finish(lastRequest, vm.id(), copy, seal, replyTo));
        return lastRequest;
    }

    /// @return the number of the request
    long load(VmSpec vm, CopyId copy, int index) {
        lastRequest++;
        of(vm).tell(new Disk.Load(lastRequest, vm.id(), copy, index, replyTo));
        return lastRequest;
    }

    /// @return the number of the request
    long move(VmSpec vm, long bytes) {
        lastRequest++;
        of(vm).tell(new Disk.Move(lastRequest, vm.id(), bytes, replyTo));
        return lastRequest;
    }

    /// Of the host's own disk.
    ///
    /// @return the number of the request
    long audit(VmId vm) {
        lastRequest++;
        local().tell(new Disk.Audit(lastRequest, vm, replyTo));
        return lastRequest;
    }

    /// What its datastore holds of a VM, which may run elsewhere.
    ///
    /// @return the number of the request
    long audit(VmSpec vm) {
        lastRequest++;
        of(vm).tell(new Disk.Audit(lastRequest, vm.id(), replyTo));
        return lastRequest;
    }

    /// At the host's own disk.
    ///
    /// @return the number of the request
    long relocate(VmId vm, Relocation.Step step) {
        lastRequest++;
        local().tell(new Disk.Relocate(lastRequest, vm, step, replyTo));
        return lastRequest;
    }

    void write(VmSpec vm, long epoch, Numbered what) {
        lastRequest++;
        writes.put(lastRequest, new Inflight(vm.id(), what));
        of(vm).tell(new Disk.Write(lastRequest, vm.id(), epoch, what, replyTo));
    }

    /// From now on the VM's bulk asks for this.
    void claim(VmSpec vm, long epoch, Optional<DiskClaim> bulk) {
        lastRequest++;
        of(vm).tell(new Disk.Claim(lastRequest, vm.id(), epoch, bulk, replyTo));
    }

    void discard(VmSpec vm, long epoch) {
        lastRequest++;
        of(vm).tell(new Disk.Discard(lastRequest, vm.id(), epoch, replyTo));
    }

    void forget(Lifecycle.Forget forget) {
        lastRequest++;
        forgetting.put(lastRequest, forget);
        local().tell(forget.copy()
                .<Disk.Command>map(copy -> new Disk.Drop(lastRequest, forget.vm(), copy, replyTo))
                .orElseGet(() -> new Disk.Discard(lastRequest, forget.vm(), forget.epoch(), replyTo)));
    }

    /// What this answer says is gone.
    Optional<Lifecycle.Forget> gone(long request) {
        return Optional.ofNullable(forgetting.remove(request));
    }

    /// The write that this answer is for, which is then forgotten; empty if its VM ended meanwhile.
    Optional<Numbered> completed(long request) {
        return Optional.ofNullable(writes.remove(request)).map(Inflight::what);
    }

    /// The VM's writes are nobody's any more.
    void forget(VmId vm) {
        writes.values().removeIf(write -> write.vm().equals(vm));
    }

    boolean reach(VmSpec vm) {
        return datastores.containsKey(vm.disk());
    }

    private ActorRef<Disk.Command> of(VmSpec vm) {
        return Optional.ofNullable(datastores.get(vm.disk())).orElseThrow();
    }

    private ActorRef<Disk.Command> local() {
        return Optional.ofNullable(datastores.get(VmSpec.LOCAL_DISK)).orElseThrow();
    }
}
