package io.godwit.registry;

import io.godwit.device.Disk.Basis;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was kept of a VM, is being kept, and what its disk starts from.
///
/// @param made how many copies of it were begun; the last one's number
/// @param basis what its disk starts from, if it has not come to that revision yet
/// @param job the copy that its host is to make
/// @param last how the last one ended
public record Copies(
        long made, Optional<Basis> basis, Optional<Job> job, List<Snapshot> snapshots, Optional<Ended> last) {

    private static final Copies NONE = new Copies(0, Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public Copies {
        snapshots = List.copyOf(snapshots);
    }

    /// What a copy is made for.
    public sealed interface Aim {}

    public record AsSnapshot(String name) implements Aim {}

    /// @param clones as they are to be
    public record AsClones(List<VmSpec> clones) implements Aim {

        public AsClones {
            clones = List.copyOf(clones);
        }
    }

    public record Job(CopyId copy, Aim aim) {

        /// VMs that come of it; none of a snapshot.
        public List<VmSpec> clones() {
            return switch (aim) {
                case AsSnapshot _ -> List.of();
                case AsClones(var clones) -> clones;
            };
        }
    }

    /// A disk as it was.
    ///
    /// @param epoch of the guest that it was taken of
    /// @param writes that it holds
    public record Snapshot(String name, CopyId copy, long epoch, long writes) {}

    /// @param failed why it came to nothing; empty: it is there
    /// @param stunNs for how long the guest stood still
    public record Ended(CopyId copy, Optional<String> failed, long stunNs) {}

    static Copies none() {
        return NONE;
    }

    /// Of a VM that begins as a copy of another.
    static Copies from(CopyId copy) {
        return new Copies(0, Optional.of(new Basis(1, copy)), Optional.empty(), List.of(), Optional.empty());
    }

    public Optional<Snapshot> snapshot(String name) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.name().equals(name))
                .findFirst();
    }

    Copies begun(VmId vm, Aim aim) {
        Job next = new Job(new CopyId(vm + "." + (made + 1)), aim);
        return new Copies(made + 1, basis, Optional.of(next), snapshots, last);
    }

    Copies ended(Ended how) {
        return new Copies(made, basis, Optional.empty(), snapshots, Optional.of(how));
    }

    Copies with(Snapshot snapshot) {
        List<Snapshot> more = new ArrayList<>(snapshots);
        more.add(snapshot);
        return new Copies(made, basis, job, more, last);
    }

    Copies without(String name) {
        return new Copies(
                made,
                basis,
                job,
                snapshots.stream()
                        .filter(snapshot -> !snapshot.name().equals(name))
                        .toList(),
                last);
    }

    /// From its next start on, its disk goes back to the snapshot.
    Copies restored(Snapshot snapshot) {
        long revision = basis.map(Basis::revision).orElse(0L) + 1;
        return new Copies(made, Optional.of(new Basis(revision, snapshot.copy())), job, snapshots, last);
    }

    /// Who was to make the copy has the VM no more, or has it in another epoch.
    Copies overtaken(String why) {
        return job.map(open -> ended(new Ended(open.copy(), Optional.of(why), 0)))
                .orElse(this);
    }
}
