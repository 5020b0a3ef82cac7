package io.godwit.device;

import io.godwit.device.Disk.Seal;
import io.godwit.identity.CopyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The memories that a datastore keeps beside copies of disks: batch after batch, and usable once each is sealed.
///
/// @param <B> what stands for a batch of pages where it is kept
public final class KeptMemory<B> {

    private final Map<CopyId, Part<B>> parts = new TreeMap<>();

    private static final class Part<B> {

        private final List<B> batches = new ArrayList<>();
        private Optional<Seal> seal = Optional.empty();
    }

    /// Takes the next batch, or one that is kept already.
    ///
    /// @return false if batches before it are missing
    public boolean store(CopyId copy, int index, B batch) {
        Part<B> part = parts.computeIfAbsent(copy, isNew -> new Part<>());
        if (index == part.batches.size() && part.seal.isEmpty()) {
            part.batches.add(batch);
        }
        return index < part.batches.size();
    }

    /// Whether a batch of this index would be new.
    public boolean isNext(CopyId copy, int index) {
        Part<B> part = parts.get(copy);
        return part == null ? index == 0 : part.seal.isEmpty() && index == part.batches.size();
    }

    /// @return false if batches are missing, or it was sealed otherwise
    public boolean seal(CopyId copy, Seal seal) {
        Part<B> part = parts.computeIfAbsent(copy, isNew -> new Part<>());
        if (part.seal.isEmpty() && part.batches.size() == seal.batches()) {
            part.seal = Optional.of(seal);
        }
        return part.seal.filter(seal::equals).isPresent();
    }

    /// Empty if the copy has no memory, or not all of it.
    public Optional<Seal> seal(CopyId copy) {
        Part<B> part = parts.get(copy);
        return part == null ? Optional.empty() : part.seal;
    }

    /// Empty if there is no such batch of a whole memory.
    public Optional<B> load(CopyId copy, int index) {
        Part<B> part = parts.get(copy);
        boolean isThere = part != null && part.seal.isPresent() && index >= 0 && index < part.batches.size();
        return isThere ? Optional.of(part.batches.get(index)) : Optional.empty();
    }

    public void drop(CopyId copy) {
        parts.remove(copy);
    }

    /// Copies with a memory, or a part of one, sorted.
    public List<CopyId> copies() {
        return List.copyOf(parts.keySet());
    }

    /// The batches that are here, in order.
    public List<B> batches(CopyId copy) {
        Part<B> part = parts.get(copy);
        return part == null ? List.of() : List.copyOf(part.batches);
    }
}
