package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A guest that fails takes nobody along, unless it is a container that takes its kernel along: then all containers of
/// its host end with it, and no VM does. VMs without a known spec are of no known kind, and not judged by it.
public final class CrashStaysInside implements Invariant {

    private final Tally tally = new Tally(InvariantName.CRASH_STAYS_INSIDE);
    private final Premises premises;

    /// Guests that failed and have not ended yet, by host.
    private final Map<HostId, Set<VmId>> failing = new TreeMap<>();

    private final Map<HostId, Set<VmId>> containers = new TreeMap<>();

    /// Hosts whose containers' kernel has panicked and not come up again, with those that have yet to end.
    private final Map<HostId, Set<VmId>> panicked = new TreeMap<>();

    CrashStaysInside(Premises premises) {
        this.premises = premises;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.Misbehaved(var vm, var host, var _, var how) -> {
                if (how.isFailure()) {
                    fails(vm, host, how);
                }
            }
            case GuestEvent.Started(var vm, var host, var _, var _, var _) -> came(vm, host);
            case GuestEvent.Resumed(var vm, var host, var _, var _) -> came(vm, host);
            case GuestEvent.Stopped(var vm, var host, var _, var why) -> ended(vm, host, why, entry.atNs());
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        panicked.keySet().forEach(this::allEnded);
    }

    private void fails(VmId vm, HostId host, Misbehaviour how) {
        if (how == Misbehaviour.PANIC && isContainer(vm)) {
            panicked.put(host, new TreeSet<>(containers.getOrDefault(host, Set.of())));
        } else {
            failing.computeIfAbsent(host, _ -> new TreeSet<>()).add(vm);
        }
    }

    private void came(VmId vm, HostId host) {
        if (isContainer(vm)) {
            allEnded(host);
            panicked.remove(host);
            containers.computeIfAbsent(host, _ -> new TreeSet<>()).add(vm);
        }
    }

    private void ended(VmId vm, HostId host, Why why, long atNs) {
        containers.getOrDefault(host, new TreeSet<>()).remove(vm);
        panicked.getOrDefault(host, new TreeSet<>()).remove(vm);
        if (why == Why.CRASHED) {
            tally.check(
                    failing.getOrDefault(host, new TreeSet<>()).remove(vm),
                    () -> "%s failed on %s %s, although nothing made it fail".formatted(vm, host, Tally.at(atNs)));
        } else if (why == Why.KERNEL_PANIC) {
            tally.check(
                    panicked.containsKey(host)
                            && premises.vm(vm)
                                    .map(VmSpec::kind)
                                    .filter(kind -> kind != VmKind.CONTAINER)
                                    .isEmpty(),
                    () -> "%s ended on %s %s with a kernel that is not its own, or did not fail"
                            .formatted(vm, host, Tally.at(atNs)));
        }
    }

    /// A kernel that has panicked has nobody left.
    private void allEnded(HostId host) {
        Set<VmId> left = panicked.getOrDefault(host, Set.of());
        if (panicked.containsKey(host)) {
            tally.check(left.isEmpty(), () -> "%s go on on %s, whose kernel has panicked".formatted(left, host));
        }
    }

    private boolean isContainer(VmId vm) {
        return premises.vm(vm).filter(it -> it.kind() == VmKind.CONTAINER).isPresent();
    }
}
