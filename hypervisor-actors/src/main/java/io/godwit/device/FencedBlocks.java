package io.godwit.device;

import io.godwit.device.Disk.Basis;
import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a datastore keeps of its VMs, and whom it lets write: nobody below the floor, which only rises. And copies of
/// disks, which never change.
///
/// *Layers.* A copy, the disk that it was taken of, and disks that start from it share what they have in common; what
/// one of them writes, no other sees. Taking a copy and starting from one take a time that grows with the clients of
/// the disk, not with what they wrote. A copy may be dropped whenever nobody wants to start from it any more: disks
/// that did keep what they have.
///
/// *Not modelled*: that a real disk over many layers looks through all of them.
public final class FencedBlocks {

    /// Dropped copies that are remembered, so that a late request doesn't bring one back: a host asks for minutes at
    /// most, and drops are a person's or a controller's work.
    private static final int MAX_DROPPED = 100_000;

    private final Map<VmId, Blocks> vms = new TreeMap<>();
    private final Map<CopyId, Layer> copies = new TreeMap<>();
    private final SequencedSet<CopyId> dropped = new LinkedHashSet<>();

    /// What one client wrote; a layer that shares it with others takes its own before it changes it.
    private static final class Shared {

        private HeldNumbers numbers;
        private boolean isOwn;

        private Shared(HeldNumbers numbers, boolean isOwn) {
            this.numbers = numbers;
            this.isOwn = isOwn;
        }

        /// @return whether it is new
        private boolean add(long number) {
            if (numbers.contains(number)) {
                return false;
            }
            numbers = isOwn ? numbers : numbers.copy();
            isOwn = true;
            return numbers.add(number);
        }
    }

    private static final class Layer {

        private final Map<String, Shared> clients = new TreeMap<>();

        /// A layer over this one, which is from now on never changed in place.
        private Layer over() {
            Layer above = new Layer();
            clients.forEach((client, shared) -> {
                shared.isOwn = false;
                above.clients.put(client, new Shared(shared.numbers, false));
            });
            return above;
        }

        private static Layer of(List<Held> held) {
            Layer layer = new Layer();
            held.forEach(numbers -> layer.clients.put(numbers.client(), new Shared(HeldNumbers.of(numbers), true)));
            return layer;
        }

        private List<Held> held() {
            List<Held> held = new ArrayList<>();
            clients.forEach((client, shared) -> held.add(shared.numbers.asHeld(client)));
            return held;
        }

        private long writes() {
            return clients.values().stream()
                    .mapToLong(shared -> shared.numbers.size())
                    .sum();
        }
    }

    private static final class Blocks {

        private long floor;
        private long revision;
        private Layer top = new Layer();

        /// The copy that it is equal to, as long as nothing was written since it started from it.
        private Optional<CopyId> untouchedSince = Optional.empty();
    }

    /// What became of a request.
    public sealed interface Verdict {}

    public record Accepted(List<Held> held) implements Verdict {}

    public record Refused(long floor) implements Verdict {}

    /// There is no such copy, or no more.
    public record Absent() implements Verdict {}

    /// All that is kept of a VM's disk.
    ///
    /// @param revision of its last start from a copy
    /// @param untouchedSince the copy that it started from, if nothing was written since
    public record KeptDisk(long floor, long revision, Optional<CopyId> untouchedSince, List<Held> held) {}

    /// Raises the floor. The same epoch may open again.
    public Verdict open(VmId vm, long epoch) {
        return open(vm, epoch, Optional.empty());
    }

    /// Raises the floor, and lets the disk start from a copy if it has not come to that revision yet.
    public Verdict open(VmId vm, long epoch, Optional<Basis> basis) {
        Blocks blocks = blocksOf(vm);
        if (epoch < blocks.floor) {
            return new Refused(blocks.floor);
        }
        if (basis.filter(from -> from.revision() > blocks.revision).isPresent()) {
            Basis from = basis.get();
            Layer copy = copies.get(from.copy());
            if (copy == null) {
                return new Absent();
            }
            blocks.revision = from.revision();
            blocks.top = copy.over();
            blocks.untouchedSince = Optional.of(from.copy());
        }
        blocks.floor = epoch;
        return new Accepted(blocks.top.held());
    }

    /// Takes a write of the epoch that opened; a repeat of one that is held changes nothing.
    public Verdict write(VmId vm, long epoch, Numbered what) {
        Blocks blocks = blocksOf(vm);
        if (epoch < blocks.floor) {
            return new Refused(blocks.floor);
        }
        boolean isNew = blocks.top
                .clients
                .computeIfAbsent(what.client(), client -> new Shared(new HeldNumbers(), true))
                .add(what.number());
        if (isNew) {
            blocks.untouchedSince = Optional.empty();
        }
        return new Accepted(List.of());
    }

    /// Forgets what a VM wrote, and raises the floor, so that nothing older writes again.
    public Verdict discard(VmId vm, long epoch) {
        Blocks blocks = blocksOf(vm);
        if (epoch < blocks.floor) {
            return new Refused(blocks.floor);
        }
        blocks.floor = epoch;
        blocks.top = new Layer();
        blocks.untouchedSince = Optional.empty();
        return new Accepted(List.of());
    }

    /// Blocks that are kept: a write that several disks or copies have in common is one. Takes a time that grows with
    /// all that is kept.
    public long blocks() {
        Map<String, List<HeldNumbers>> byClient = new TreeMap<>();
        Stream.concat(vms.values().stream().map(disk -> disk.top), copies.values().stream())
                .forEach(layer -> layer.clients.forEach(
                        (client, shared) -> byClient.computeIfAbsent(client, isNew -> new ArrayList<>())
                                .add(shared.numbers)));
        return byClient.values().stream().mapToLong(HeldNumbers::inAny).sum();
    }

    /// The VM lives elsewhere, at this epoch: what it wrote here goes, and nothing older writes again. One that has
    /// come back since keeps what it has.
    void leave(VmId vm, long epoch) {
        if (vms.containsKey(vm)) {
            discard(vm, epoch);
        }
    }

    /// Keeps the disk as it is. A copy that is there stays what it is.
    public Verdict freeze(VmId vm, long epoch, CopyId copy) {
        Blocks blocks = blocksOf(vm);
        if (epoch < blocks.floor) {
            return new Refused(blocks.floor);
        }
        if (dropped.contains(copy)) {
            return new Absent();
        }
        copies.computeIfAbsent(copy, isNew -> blocks.top.over());
        return new Accepted(List.of());
    }

    /// Keeps a disk from elsewhere. A copy that is there stays what it is.
    public Verdict plant(CopyId copy, List<Held> held) {
        if (dropped.contains(copy)) {
            return new Absent();
        }
        copies.computeIfAbsent(copy, isNew -> Layer.of(held));
        return new Accepted(List.of());
    }

    /// Forgets a copy, which never comes back.
    public void drop(CopyId copy) {
        copies.remove(copy);
        dropped.addLast(copy);
        if (dropped.size() > MAX_DROPPED) {
            dropped.removeFirst();
        }
    }

    public boolean hasCopy(CopyId copy) {
        return copies.containsKey(copy);
    }

    public boolean isDropped(CopyId copy) {
        return dropped.contains(copy);
    }

    /// Writes that a copy holds; 0 for one that is not here.
    public long writes(CopyId copy) {
        Layer layer = copies.get(copy);
        return layer == null ? 0 : layer.writes();
    }

    public List<Held> held(CopyId copy) {
        Layer layer = copies.get(copy);
        return layer == null ? List.of() : layer.held();
    }

    /// Sorted.
    public List<CopyId> copies() {
        return List.copyOf(copies.keySet());
    }

    /// Those that are remembered, oldest first.
    public List<CopyId> droppedCopies() {
        return List.copyOf(dropped);
    }

    public List<Held> held(VmId vm) {
        Blocks blocks = vms.get(vm);
        return blocks == null ? List.of() : blocks.top.held();
    }

    /// Whether this write of a client is held.
    public boolean holds(VmId vm, Numbered what) {
        Blocks blocks = vms.get(vm);
        Shared shared = blocks == null ? null : blocks.top.clients.get(what.client());
        return shared != null && shared.numbers.contains(what.number());
    }

    /// 0 for a VM that never opened.
    public long floor(VmId vm) {
        Blocks blocks = vms.get(vm);
        return blocks == null ? 0 : blocks.floor;
    }

    /// Of its last start from a copy; 0 without one.
    public long revision(VmId vm) {
        Blocks blocks = vms.get(vm);
        return blocks == null ? 0 : blocks.revision;
    }

    /// The copy that the disk started from, if nothing was written since.
    public Optional<CopyId> untouchedSince(VmId vm) {
        Blocks blocks = vms.get(vm);
        return blocks == null ? Optional.empty() : blocks.untouchedSince;
    }

    public KeptDisk kept(VmId vm) {
        return new KeptDisk(floor(vm), revision(vm), untouchedSince(vm), held(vm));
    }

    /// Everybody who has a floor or wrote something, sorted.
    public List<VmId> vms() {
        return List.copyOf(vms.keySet());
    }

    /// Takes over what a datastore kept of a VM, in the place of what this one knows.
    public void restore(VmId vm, KeptDisk kept) {
        Blocks blocks = new Blocks();
        blocks.floor = kept.floor();
        blocks.revision = kept.revision();
        blocks.untouchedSince = kept.untouchedSince();
        blocks.top = Layer.of(kept.held());
        vms.put(vm, blocks);
    }

    private Blocks blocksOf(VmId vm) {
        return vms.computeIfAbsent(vm, unknown -> new Blocks());
    }
}
