package io.godwit.verdict;

import io.godwit.drill.play.Played;
import io.godwit.guest.LedgerRecord;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Where each epoch of a VM ran. Epochs order this by themselves, whatever the clocks of the hosts say.
final class Residence {

    /// @param booted it started from its disk, and did not come by a migration
    /// @param atNs when its host says that it ran first
    record Stand(long epoch, HostId host, boolean booted, boolean memoryLost, long atNs) {}

    private final Map<VmId, NavigableMap<Long, Stand>> stands = new TreeMap<>();
    private final Map<VmId, LedgerRecord> ledgers;

    Residence(Played played) {
        ledgers = played.ledgers();
        played.history().forEach(this::observe);
    }

    private void observe(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.Started(var vm, var host, var epoch, var _, var memoryLost) ->
                stand(vm, new Stand(epoch, host, true, memoryLost, entry.atNs()));
            case GuestEvent.Resumed(var vm, var host, var epoch, var _) ->
                stand(vm, new Stand(epoch, host, false, false, entry.atNs()));
            default -> {}
        }
    }

    private void stand(VmId vm, Stand stand) {
        stands.computeIfAbsent(vm, _ -> new TreeMap<>()).putIfAbsent(stand.epoch(), stand);
    }

    /// Every epoch that ran, in order.
    List<Stand> all(VmId vm) {
        return List.copyOf(of(vm).values());
    }

    /// The epoch that ran at a time of the console's clock, as far as its client or its hosts had said so by then.
    Optional<Stand> at(VmId vm, long timeNs) {
        var answered = Optional.ofNullable(ledgers.get(vm)).stream()
                .flatMap(ledger -> ledger.epochStartsNs().entrySet().stream())
                .filter(start -> start.getValue() <= timeNs)
                .mapToLong(Map.Entry::getKey)
                .max();
        var told = of(vm).values().stream()
                .filter(stand -> stand.atNs() <= timeNs)
                .mapToLong(Stand::epoch)
                .max();
        long epoch = Math.max(answered.orElse(0), told.orElse(0));
        return Optional.ofNullable(of(vm).floorEntry(epoch)).map(Map.Entry::getValue);
    }

    /// The first epoch after this one that ran.
    Optional<Stand> after(VmId vm, long epoch) {
        return Optional.ofNullable(of(vm).higherEntry(epoch)).map(Map.Entry::getValue);
    }

    Optional<Stand> last(VmId vm) {
        return Optional.ofNullable(of(vm).lastEntry()).map(Map.Entry::getValue);
    }

    private NavigableMap<Long, Stand> of(VmId vm) {
        return stands.getOrDefault(vm, new TreeMap<>());
    }
}
