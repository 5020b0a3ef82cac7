package io.godwit.recovery;

import io.godwit.array.ArrayWire;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.registry.RegistryCommand.Clear;
import io.godwit.registry.Remains;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/// Has datastores drop what nobody refers to any more, and the registry strike it off once they have. Mutable, and
/// owned by a controller's term.
///
/// Only what the registry's log has left behind is asked for, and that is so for ever: a request that is late, comes
/// twice, or is of a controller that was replaced, finds nothing that anybody needs. What is not answered is asked
/// again; a controller that ends takes nothing along, as the next one finds the same remains.
final class Clearing {

    /// Long beside a round trip to a busy disk, short beside a person's patience.
    private static final Duration REPEAT = Duration.ofSeconds(1);

    private final SequencedMap<Remains, Long> askedNs = new LinkedHashMap<>();
    private final SequencedSet<Remains> gone = new LinkedHashSet<>();

    /// Of disks, where they are higher than the registry knows.
    private final Map<VmId, Long> floors = new TreeMap<>();
    private boolean telling;

    /// What is to be asked now.
    ///
    /// @param left what the registry shows
    List<Remains> due(Collection<Remains> left, long nowNs) {
        askedNs.keySet().retainAll(left);
        gone.retainAll(left);
        floors.keySet().retainAll(left.stream().map(Remains::vm).toList());
        List<Remains> due = new ArrayList<>();
        for (Remains remains : left) {
            Long asked = askedNs.get(remains);
            if (!gone.contains(remains) && (asked == null || nowNs - asked >= REPEAT.toNanos())) {
                askedNs.put(remains, nowNs);
                due.add(remains);
            }
        }
        return due;
    }

    /// How an array is asked.
    ArrayWire.Request request(Remains remains) {
        return remains.copy()
                .<ArrayWire.Request>map(copy -> new ArrayWire.Drop(0, remains.vm(), copy))
                .orElseGet(() -> {
                    long epoch = Math.max(remains.epoch(), floors.getOrDefault(remains.vm(), 0L));
                    return new ArrayWire.Discard(0, remains.vm(), epoch);
                });
    }

    /// @param array that answers
    void heard(String array, ArrayWire.Answer answer) {
        switch (answer) {
            case ArrayWire.Discarded(var _, var vm) -> dropped(array, vm, Optional.empty());
            case ArrayWire.Dropped(var _, var vm, var copy) -> dropped(array, vm, Optional.of(copy));
            case ArrayWire.Fenced(var _, var vm, var _, var floor) -> floors.put(vm, floor);
            default -> {}
        }
    }

    /// It is not there any more.
    ///
    /// @param place an array, or a host
    void dropped(String place, VmId vm, Optional<CopyId> copy) {
        askedNs.sequencedKeySet().stream()
                .filter(remains -> remains.place().equals(place)
                        && remains.vm().equals(vm)
                        && remains.copy().equals(copy))
                .forEach(gone::add);
    }

    /// What the registry is to strike off now; empty while it is being told, or nothing came.
    Optional<Clear> told() {
        if (telling || gone.isEmpty()) {
            return Optional.empty();
        }
        telling = true;
        return Optional.of(new Clear(gone.stream().limit(Clear.MAX_AT_ONCE).toList()));
    }

    /// The registry has answered.
    void cleared() {
        telling = false;
    }
}
