package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.VmRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Once faults have ended, no host has a copy of a VM that the registry does not know there, running or paused: what
/// was begun and given up, or lost to another host, has been cleared away. And every datastore that is there has
/// dropped what nobody refers to any more.
public final class NothingIsLeft implements Invariant {

    private final Tally tally = new Tally(InvariantName.NOTHING_IS_LEFT);
    private final Premises premises;
    private final Processes processes = new Processes();
    private final Map<HostId, Map<VmId, Long>> copies = new TreeMap<>();

    NothingIsLeft(Premises premises) {
        this.premises = premises;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (processes.observe(entry)) {
            emptied(entry.node());
        }
        switch (entry.event()) {
            case GuestEvent.Started(var vm, var host, var epoch, var _, var _) -> has(host, vm, epoch);
            case GuestEvent.Resumed(var vm, var host, var epoch, var _) -> has(host, vm, epoch);
            case GuestEvent.Paused(var vm, var host, var epoch, var _) -> has(host, vm, epoch);
            case GuestEvent.Stopped(var vm, var host, var _, var _) ->
                copies.getOrDefault(host, new TreeMap<>()).remove(vm);
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        ending.last().ifPresent(last -> {
            var records = new TreeMap<VmId, VmRecord>();
            last.vms().forEach(vm -> records.put(vm.id(), vm));
            for (var remains : last.remains()) {
                var node = remains.host()
                        .map(premises::nodeOf)
                        .orElseGet(() -> Optional.of(new NodeId(remains.datastore())));
                if (node.filter(processes::isUp).isPresent()) {
                    tally.check(false, () -> "%s still has %s, which nobody needs"
                            .formatted(remains.place(), remains.what()));
                }
            }
            copies.forEach((host, here) -> here.forEach((vm, epoch) -> {
                if (premises.nodeOf(host).filter(processes::isUp).isPresent()) {
                    var record = records.get(vm);
                    tally.check(
                            record != null && record.isOwnedBy(host) && record.epoch() == epoch,
                            () -> "%s still has epoch %s of %s, which %s".formatted(host, epoch, vm, told(record)));
                }
            }));
        });
    }

    private static String told(@Nullable VmRecord record) {
        if (record == null) {
            return "nobody knows";
        }
        return record.owner()
                .map(owner -> "is at epoch " + record.epoch() + " on " + owner.host())
                .orElse("is at epoch " + record.epoch() + ", and nowhere");
    }

    private void has(HostId host, VmId vm, long epoch) {
        copies.computeIfAbsent(host, _ -> new TreeMap<>()).put(vm, epoch);
    }

    private void emptied(NodeId node) {
        copies.keySet()
                .removeIf(host -> premises.nodeOf(host).filter(node::equals).isPresent());
    }
}
