package io.godwit.registry;

import io.godwit.history.RegistryEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.registry.RegistryAnswer.Done;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/// Which copies somebody refers to, and what is left on datastores that nobody does.
///
/// A copy is referred to by the VM that it is being taken of, by its snapshots, by an image, and by each VM whose disk
/// starts from it: a clone keeps what it was made from until it is destroyed or goes back to something else. The entry
/// of the log that takes the last reference away is the one that leaves the copy behind, and only then it may be
/// dropped. What is on a host's own disk is where its VM is, or at home if that is stopped.
final class Leavings {

    /// What is remembered of what is still to be dropped, at some 100 B each. Of more the oldest stay where they are:
    /// that costs space and loses nothing.
    static final int MAX_REMAINS = 100_000;

    /// Of each place, what a look shows: whoever has them dropped does so piece by piece, and one place that doesn't
    /// answer doesn't hide the others.
    static final int SHOWN = 32;

    private final Map<CopyId, Integer> references = new TreeMap<>();
    private final NavigableMap<String, SequencedSet<Remains>> byPlace = new TreeMap<>();
    private int size;

    /// Copies whose references changed in this entry of the log.
    private final SequencedMap<CopyId, Touched> touched = new LinkedHashMap<>();

    /// @param remains what is left if nobody refers to it; empty: nobody knows where
    private record Touched(int before, Optional<Remains> remains) {}

    /// @param before empty: it is new
    /// @param now empty: it is no more
    void changed(Optional<VmRecord> before, Optional<VmRecord> now) {
        Copies was = before.map(VmRecord::copies).orElse(Copies.none());
        Copies is = now.map(VmRecord::copies).orElse(Copies.none());
        if (was.equals(is)) {
            return;
        }
        now.ifPresent(_ -> is.references().forEach(copy -> count(copy, 1, Optional.empty())));
        before.ifPresent(vm -> was.references().forEach(copy -> count(copy, -1, remains(vm, 0, Optional.of(copy)))));
    }

    /// The VM is destroyed, and its disk is nobody's.
    void destroyed(VmRecord vm) {
        if (vm.epoch() > 0) {
            remains(vm, vm.epoch() + 1, Optional.empty()).ifPresent(this::add);
        }
    }

    /// An image stands for the copy.
    void kept(CopyId copy) {
        count(copy, 1, Optional.empty());
    }

    /// An image that stood for its copy is no more.
    void released(SavedImage image) {
        count(
                image.copy(),
                -1,
                Optional.of(new Remains(
                        image.make().disk(), Optional.empty(), image.make().id(), 0, Optional.of(image.copy()))));
    }

    private static Optional<Remains> remains(VmRecord vm, long epoch, Optional<CopyId> copy) {
        String disk = vm.spec().disk();
        Optional<HostId> host = vm.place();
        if (!vm.hasLocalDisk()) {
            return Optional.of(new Remains(disk, Optional.empty(), vm.id(), epoch, copy));
        }
        return host.map(_ -> new Remains(disk, host, vm.id(), epoch, copy));
    }

    private void count(CopyId copy, int more, Optional<Remains> remains) {
        int before = references.getOrDefault(copy, 0);
        touched.merge(copy, new Touched(before, remains), (first, last) -> new Touched(first.before(), last.remains()));
        if (before + more == 0) {
            references.remove(copy);
        } else {
            references.put(copy, before + more);
        }
    }

    /// What the entry of the log came to.
    List<RegistryEvent.Decision> settle() {
        List<RegistryEvent.Decision> decisions = new ArrayList<>();
        touched.forEach((copy, change) -> {
            boolean isReferred = references.containsKey(copy);
            if (isReferred && change.before() == 0) {
                decisions.add(new RegistryEvent.CopyReferred(copy));
            }
            if (!isReferred && change.before() > 0) {
                decisions.add(new RegistryEvent.CopyReleased(copy));
                change.remains().ifPresent(this::add);
            }
        });
        touched.clear();
        return decisions;
    }

    private void add(Remains remains) {
        if (byPlace.computeIfAbsent(remains.place(), _ -> new LinkedHashSet<>()).add(remains)) {
            size++;
        }
        if (size > MAX_REMAINS) {
            SequencedSet<Remains> most = byPlace.values().stream()
                    .max((one, other) -> Integer.compare(one.size(), other.size()))
                    .orElseThrow();
            most.removeFirst();
            size--;
        }
    }

    /// These are gone.
    RegistryAnswer clear(List<Remains> gone) {
        gone.forEach(this::remove);
        return new Done();
    }

    /// What was on the own disks of these hosts is gone, with their processes.
    void lost(Collection<HostId> hosts) {
        hosts.forEach(host -> all().stream()
                .filter(remains -> remains.host().filter(host::equals).isPresent())
                .forEach(this::remove));
    }

    private void remove(Remains remains) {
        SequencedSet<Remains> there = byPlace.get(remains.place());
        if (there != null && there.remove(remains)) {
            size--;
            if (there.isEmpty()) {
                byPlace.remove(remains.place());
            }
        }
    }

    /// The oldest of each place.
    List<Remains> shown() {
        return byPlace.values().stream()
                .flatMap(there -> there.stream().limit(SHOWN))
                .toList();
    }

    List<Remains> all() {
        return byPlace.values().stream().flatMap(SequencedSet::stream).toList();
    }

    /// Takes over what was left when the registry was saved; references come with its VMs.
    void restore(List<Remains> saved) {
        saved.forEach(this::add);
    }
}
