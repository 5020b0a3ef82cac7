package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Aborted;
import io.godwit.history.MigrationEvent.Committed;
import io.godwit.history.MigrationEvent.HandedOver;
import io.godwit.history.MigrationEvent.Prepared;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import java.util.Map;
import java.util.TreeMap;

/// Exactly one side of a migration owns the guest: never are commit and abort both true, and no epoch of a VM runs on
/// two hosts. A target is prepared, or done with its pull, only with the memory that the source handed over.
public final class MigrationIsAtomic implements Invariant {

    private final Tally tally = new Tally(InvariantName.MIGRATION_IS_ATOMIC);
    private final Map<MigrationId, HostId> committed = new TreeMap<>();
    private final Map<MigrationId, String> aborted = new TreeMap<>();
    private final Map<MigrationId, Long> originals = new TreeMap<>();
    private final Map<MigrationId, Long> copies = new TreeMap<>();
    private final Map<VmId, Map<Long, HostId>> ran = new TreeMap<>();

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case Committed(var migration, var vm, var target, var _) -> {
                committed.put(migration, target);
                oneOutcome(migration, vm);
            }
            case Aborted(var migration, var vm, var _, var why) -> {
                aborted.put(migration, why);
                oneOutcome(migration, vm);
            }
            case HandedOver(var migration, var vm, var _, var digest, var _) -> {
                originals.put(migration, digest);
                sameMemory(migration, vm);
            }
            case Prepared(var migration, var vm, var _, var digest) -> {
                copies.put(migration, digest);
                sameMemory(migration, vm);
            }
            case MigrationEvent.Pulled pulled -> {
                copies.put(pulled.migration(), pulled.digest());
                sameMemory(pulled.migration(), pulled.vm());
            }
            case GuestEvent.Started(var vm, var host, var epoch, var _, var _) -> oneHost(vm, host, epoch, entry);
            case GuestEvent.Resumed(var vm, var host, var epoch, var _) -> oneHost(vm, host, epoch, entry);
            default -> {}
        }
    }

    private void oneOutcome(MigrationId migration, VmId vm) {
        tally.check(
                !committed.containsKey(migration) || !aborted.containsKey(migration),
                () -> "migration %s of %s was committed to %s, and aborted: %s"
                        .formatted(migration, vm, committed.get(migration), aborted.get(migration)));
    }

    private void sameMemory(MigrationId migration, VmId vm) {
        var original = originals.get(migration);
        var copy = copies.get(migration);
        if (original != null && copy != null) {
            tally.check(
                    original.equals(copy),
                    () -> "migration %s of %s has a copy with digest %016x of memory with digest %016x"
                            .formatted(migration, vm, copy, original));
        }
    }

    private void oneHost(VmId vm, HostId host, long epoch, Entry entry) {
        var before = ran.computeIfAbsent(vm, _ -> new TreeMap<>()).putIfAbsent(epoch, host);
        if (before != null) {
            tally.check(before.equals(host), () -> "epoch %s of %s ran on %s, and on %s too %s"
                    .formatted(epoch, vm, before, host, Tally.at(entry.atNs())));
        }
    }
}
