package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.RegistryEvent.Decided;
import io.godwit.history.RegistryEvent.HostStands;
import io.godwit.history.RegistryEvent.VmSized;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The memory of the guests on a host, by their specs, is never more than the host has: it promises no more. A VM that
/// was given other memory has, where there is no one order of all, the least that it ever had. Of a process that was
/// started anew, and of VMs without a known spec, nothing is counted that it had before.
public final class NoOvercommitment implements Invariant {

    private final Tally tally = new Tally(InvariantName.NO_OVERCOMMITMENT);
    private final Premises premises;
    private final Map<HostId, Set<VmId>> guests = new TreeMap<>();
    private final Map<VmId, Long> sizes = new TreeMap<>();
    private final Map<HostId, Long> capacities = new TreeMap<>();
    private final Map<HostId, Long> peaks = new TreeMap<>();

    NoOvercommitment(Premises premises) {
        this.premises = premises;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.Started(var vm, var host, var _, var _, var _) -> came(vm, host);
            case GuestEvent.Resumed(var vm, var host, var _, var _) -> came(vm, host);
            case GuestEvent.Stopped(var vm, var host, var _, var _) ->
                guests.getOrDefault(host, new TreeSet<>()).remove(vm);
            case FaultEvent.ProcessEnded(var _, var node) -> emptied(node);
            case FleetEvent.NodeJoined(var node, var _) -> emptied(node);
            case GuestEvent.Revised(var vm, var host, var _, var _, var bytes, var _) -> {
                sizes.put(vm, premises.oneOrder() ? bytes : Math.min(bytes, size(vm)));
                guests.computeIfAbsent(host, _ -> new TreeSet<>()).add(vm);
                counted(host);
            }
            case Decided(var _, var _, VmSized(var vm, var _, var _, var bytes)) -> {
                if (!isHere(vm)) {
                    sizes.put(vm, premises.oneOrder() ? bytes : Math.min(bytes, size(vm)));
                }
            }
            case Decided(var _, var _, HostStands(var host, var _, var bytes, var _, var _)) -> {
                capacities.put(host, bytes);
                fits(host);
            }
            default -> {}
        }
    }

    private void came(VmId vm, HostId host) {
        var here = guests.computeIfAbsent(host, _ -> new TreeSet<>());
        if (here.add(vm)) {
            counted(host);
        }
    }

    private void counted(HostId host) {
        long bytes = guests.getOrDefault(host, new TreeSet<>()).stream()
                .mapToLong(this::size)
                .sum();
        peaks.merge(host, bytes, Math::max);
        tally.count();
        fits(host);
    }

    private long size(VmId vm) {
        return sizes.computeIfAbsent(
                vm, _ -> premises.vm(vm).map(spec -> spec.memory().bytes()).orElse(0L));
    }

    /// Then its host says when it has another size.
    private boolean isHere(VmId vm) {
        return guests.values().stream().anyMatch(here -> here.contains(vm));
    }

    private void emptied(NodeId node) {
        guests.keySet()
                .removeIf(host -> premises.nodeOf(host).filter(node::equals).isPresent());
    }

    /// Each guest that comes is one check, whether the host's memory was known before it or after.
    private void fits(HostId host) {
        var capacity = capacities.get(host);
        var peak = peaks.get(host);
        if (capacity != null && peak != null && peak > capacity) {
            tally.check(false, () -> "%s has %s bytes of memory, and guests with %s".formatted(host, capacity, peak));
        }
    }
}
