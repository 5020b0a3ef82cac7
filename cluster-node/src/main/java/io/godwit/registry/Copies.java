package io.godwit.registry;

import io.godwit.device.Disk.Basis;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was kept of a VM, is being kept, and what its disk starts from.
///
/// @param made how many copies of it were begun; the last one's number
/// @param basis what its disk starts from, if it has not come to that revision yet
/// @param recalls whether its next start goes on from the memory that was kept beside that, as long as nothing was
///     written since
/// @param job the copy that its host is to make
/// @param last how the last one ended
public record Copies(
        long made,
        Optional<Basis> basis,
        boolean recalls,
        Optional<Job> job,
        List<Snapshot> snapshots,
        Optional<Ended> last) {

    private static final Copies NONE =
            new Copies(0, Optional.empty(), false, Optional.empty(), List.of(), Optional.empty());

    public Copies {
        snapshots = List.copyOf(snapshots);
    }

    /// What a copy is made for.
    public sealed interface Aim {}

    /// @param memory whether the guest's memory is kept beside its disk
    public record AsSnapshot(String name, boolean memory) implements Aim {}

    /// @param clones as they are to be
    public record AsClones(List<VmSpec> clones) implements Aim {

        public AsClones {
            clones = List.copyOf(clones);
        }
    }

    /// Clones that begin where there is room for them, once all of the disk was copied, and the memory if there was
    /// one.
    ///
    /// @param clones as they are to be
    /// @param memory whether they go on from it
    public record AsWholes(List<VmSpec> clones, boolean memory) implements Aim {

        public AsWholes {
            clones = List.copyOf(clones);
        }
    }

    public record Job(CopyId copy, Aim aim) {

        /// VMs that come of it; none of a snapshot.
        public List<VmSpec> clones() {
            return clonesOf(aim);
        }

        /// Those of them that begin on the host where it is taken.
        public List<VmSpec> beside() {
            return aim instanceof AsClones(var clones) ? clones : List.of();
        }
    }

    /// A disk as it was.
    ///
    /// @param epoch of the guest that it was taken of
    /// @param writes that it holds
    /// @param memory how much its guest had, where that is kept beside it
    public record Snapshot(String name, CopyId copy, long epoch, long writes, Optional<MemorySize> memory) {}

    /// @param failed why it came to nothing; empty: it is there
    public record Ended(CopyId copy, Optional<String> failed, Took took) {}

    /// What a copy took.
    ///
    /// @param stunNs for how long the guest stood still
    /// @param tookNs until all of it was durable
    /// @param writes that the kept disk holds
    /// @param pages of memory that went to its datastore
    public record Took(long stunNs, long tookNs, long writes, long pages) {

        public static final Took NOTHING = new Took(0, 0, 0, 0);

        RegistryEvent.CopyTook event() {
            return new RegistryEvent.CopyTook(stunNs, tookNs, writes, pages);
        }
    }

    /// How the copy that was under way ended; empty if it goes on, or there was none.
    static Optional<RegistryEvent.CopyEnded> ending(VmRecord before, VmRecord now) {
        return before.copies().job().flatMap(job -> now.copies()
                .last()
                .filter(ended -> ended.copy().equals(job.copy()))
                .filter(_ -> !now.copies().job().equals(Optional.of(job)))
                .map(ended -> ending(now.id(), job.aim(), ended)));
    }

    private static RegistryEvent.CopyEnded ending(VmId vm, Aim aim, Ended ended) {
        var kind =
                switch (aim) {
                    case AsSnapshot(var _, var memory) ->
                        memory ? RegistryEvent.CopyKind.SNAPSHOT_WITH_MEMORY : RegistryEvent.CopyKind.SNAPSHOT;
                    case AsClones _ -> RegistryEvent.CopyKind.CLONE;
                    case AsWholes _ -> RegistryEvent.CopyKind.FULL_CLONE;
                };
        List<String> as = aim instanceof AsSnapshot(var name, var _)
                ? List.of(name)
                : clonesOf(aim).stream().map(clone -> clone.id().value()).toList();
        return new RegistryEvent.CopyEnded(
                vm, ended.copy(), kind, as, ended.failed(), ended.took().event());
    }

    static List<VmSpec> clonesOf(Aim aim) {
        return switch (aim) {
            case AsSnapshot _ -> List.of();
            case AsClones(var clones) -> clones;
            case AsWholes(var clones, var _) -> clones;
        };
    }

    static Copies none() {
        return NONE;
    }

    /// Of a VM that begins as a copy of another.
    ///
    /// @param recalls whether its guest goes on from the memory beside that
    static Copies from(CopyId copy, boolean recalls) {
        return new Copies(0, Optional.of(new Basis(1, copy)), recalls, Optional.empty(), List.of(), Optional.empty());
    }

    /// Whether its disk starts, or started, from this copy.
    public boolean isBasedOn(CopyId copy) {
        return basis.filter(from -> from.copy().equals(copy)).isPresent();
    }

    /// Copies that it can't do without; one as often as it refers to it.
    List<CopyId> references() {
        List<CopyId> all = new ArrayList<>();
        basis.ifPresent(from -> all.add(from.copy()));
        job.ifPresent(open -> all.add(open.copy()));
        snapshots.forEach(snapshot -> all.add(snapshot.copy()));
        return all;
    }

    public Optional<Snapshot> snapshot(String name) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst();
    }

    Copies begun(VmId vm, Aim aim) {
        Job next = new Job(new CopyId(vm + "." + (made + 1)), aim);
        return new Copies(made + 1, basis, recalls, Optional.of(next), snapshots, last);
    }

    Copies ended(Ended how) {
        return new Copies(made, basis, recalls, Optional.empty(), snapshots, Optional.of(how));
    }

    Copies with(Snapshot snapshot) {
        List<Snapshot> more = new ArrayList<>(snapshots);
        more.add(snapshot);
        return new Copies(made, basis, recalls, job, more, last);
    }

    Copies without(String name) {
        return new Copies(
                made,
                basis,
                recalls,
                job,
                snapshots.stream()
                        .filter(snapshot -> !snapshot.name().equals(name))
                        .toList(),
                last);
    }

    /// From its next start on, its disk goes back to the snapshot.
    Copies restored(Snapshot snapshot) {
        long revision = basis.map(Basis::revision).orElse(0L) + 1;
        boolean recalled = snapshot.memory().isPresent();
        return new Copies(made, Optional.of(new Basis(revision, snapshot.copy())), recalled, job, snapshots, last);
    }

    /// Its next start is a boot.
    Copies booting() {
        return recalls ? new Copies(made, basis, false, job, snapshots, last) : this;
    }

    /// Who was to make the copy has the VM no more, or has it in another epoch.
    Copies overtaken(String why) {
        return job.map(open -> ended(new Ended(open.copy(), Optional.of(why), Took.NOTHING)))
                .orElse(this);
    }
}
