package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.drill.Topology;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent.HostStands;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.invariant.DecidedLog.Decided;
import io.godwit.link.NodeId;
import io.godwit.vm.VmSpec;
import io.godwit.vm.VmSpec.Domain;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// VMs that are to be spread over failure domains are not put beside one of their group while another domain has a host
/// that nothing speaks against: one that was always there and fit, that can carry the VM, and that never had any.
///
/// Without one order of all the registry's log is what counts, a host that was ever doubted has always been doubtful,
/// and for how long a host had been there is what the leader saw.
///
/// *Not checked*: hosts in use, on which the VM may or may not have fitted when its place was chosen.
public final class CopiesKeepApart implements Invariant {

    /// A host that joined less than this ago may have been unknown to who chose.
    private static final long KNOWN_AFTER_NS = 5_000_000_000L;

    private record Standing(HostStands host, Decided since) {}

    private final Tally tally = new Tally(InvariantName.COPIES_KEEP_APART);
    private final Premises premises;
    private final DecidedLog log;
    private final Map<HostId, Standing> standing = new TreeMap<>();
    private final Set<HostId> used = new TreeSet<>();
    private final Set<NodeId> doubtful = new TreeSet<>();
    private final Map<VmId, HostId> places = new TreeMap<>();

    CopiesKeepApart(Premises premises) {
        this.premises = premises;
        this.log = new DecidedLog(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (entry.event() instanceof FleetEvent.NodeSuspected(var suspect, var _, var _)) {
            doubtful.add(suspect);
        }
        log.observe(entry).forEach(this::decided);
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(this::decided);
    }

    private void decided(Decided decided) {
        switch (decided.decision()) {
            case HostStands host -> {
                var before = standing.get(host.host());
                boolean usable =
                        host.usable() && (before == null || before.host().usable());
                standing.put(
                        host.host(),
                        new Standing(
                                new HostStands(host.host(), host.node(), host.memoryBytes(), host.cores(), usable),
                                before == null ? decided : before.since()));
            }
            case NodeLost(var node, var _, var _) -> doubtful.add(node);
            case VmStands(var vm, var _, var owner, var _) -> {
                owner.filter(it -> !it.running()).ifPresent(it -> placed(vm, it.host(), decided));
                owner.ifPresentOrElse(
                        it -> {
                            used.add(it.host());
                            places.put(vm, it.host());
                        },
                        () -> places.remove(vm));
            }
            case VmDestroyed(var vm) -> places.remove(vm);
            default -> {}
        }
    }

    private void placed(VmId vm, HostId host, Decided now) {
        var spec = premises.vm(vm).filter(it -> it.care().spread().isPresent());
        var place = Optional.ofNullable(premises.hosts().get(host));
        if (spec.isEmpty() || place.isEmpty()) {
            return;
        }
        var domain = spec.get().care().spread().orElseThrow();
        boolean beside = peers(spec.get()).anyMatch(peer -> same(domain, peer, place.get()));
        var better = beside ? better(spec.get(), domain, now) : Optional.<HostId>empty();
        tally.check(better.isEmpty(), () -> "%s was put on %s %s beside another of group %s, while %s stood idle"
                .formatted(vm, host, Tally.at(now.atNs()), spec.get().group(), better));
    }

    private Optional<HostId> better(VmSpec vm, Domain domain, Decided now) {
        return premises.hosts().values().stream()
                .filter(Topology.Host::carriesVms)
                .filter(host -> !used.contains(host.id()) && !doubtful.contains(host.node()))
                .filter(host -> vm.hasLocalDisk() || host.datastores().contains(vm.disk()))
                .filter(host -> isFit(host.id(), vm, now))
                .filter(host -> peers(vm).noneMatch(peer -> same(domain, peer, host)))
                .map(Topology.Host::id)
                .findFirst();
    }

    private boolean isFit(HostId id, VmSpec vm, Decided now) {
        var it = standing.get(id);
        return it != null
                && it.host().usable()
                && log.between(it.since(), now)
                        .filter(ns -> ns > KNOWN_AFTER_NS)
                        .isPresent()
                && vm.vcpus() <= it.host().cores()
                && vm.memory().bytes() <= it.host().memoryBytes();
    }

    /// Where others of its group are.
    private Stream<Topology.Host> peers(VmSpec vm) {
        return places.entrySet().stream()
                .filter(place -> !place.getKey().equals(vm.id()))
                .filter(place -> premises.vm(place.getKey())
                        .filter(peer -> peer.group().equals(vm.group()))
                        .isPresent())
                .flatMap(place -> Optional.ofNullable(premises.hosts().get(place.getValue())).stream());
    }

    private static boolean same(Domain domain, Topology.Host one, Topology.Host other) {
        return switch (domain) {
            case HOST -> one.id().equals(other.id());
            case RACK -> one.site().equals(other.site()) && one.rack().equals(other.rack());
            case SITE -> one.site().equals(other.site());
        };
    }
}
