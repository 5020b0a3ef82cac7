package io.godwit.recovery;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.registry.GroupRule;
import io.godwit.registry.Groups;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryView;
import io.godwit.registry.Remains;
import io.godwit.registry.SavedImage;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A registry view, indexed for questions about the fleet.
public final class FleetView {

    private final long index;
    private final List<GroupRule> rules;
    private final List<Remains> remains;
    private final List<SavedImage> images;
    private final Map<NodeId, NodeRecord> nodes = new TreeMap<>();
    private final Map<HostId, HostRecord> hosts = new TreeMap<>();
    private final Map<VmId, VmRecord> vms = new TreeMap<>();

    public FleetView(RegistryView view) {
        index = view.index();
        rules = view.rules();
        remains = view.remains();
        images = view.images();
        view.nodes().forEach(node -> nodes.put(node.node(), node));
        view.hosts().forEach(host -> hosts.put(host.host(), host));
        view.vms().forEach(vm -> vms.put(vm.spec().id(), vm));
    }

    /// Of the last log entry that it includes: two views of the same index show the same fleet.
    long index() {
        return index;
    }

    public Collection<NodeRecord> nodes() {
        return nodes.values();
    }

    public Collection<HostRecord> hosts() {
        return hosts.values();
    }

    public Collection<VmRecord> vms() {
        return vms.values();
    }

    public Optional<NodeRecord> node(NodeId node) {
        return Optional.ofNullable(nodes.get(node));
    }

    public Optional<HostRecord> host(HostId host) {
        return Optional.ofNullable(hosts.get(host));
    }

    public Optional<VmRecord> vm(VmId vm) {
        return Optional.ofNullable(vms.get(vm));
    }

    Optional<NodeRecord> nodeOf(HostId host) {
        return host(host).flatMap(record -> node(record.node()));
    }

    List<VmRecord> vmsOn(HostId host) {
        return vms.values().stream().filter(vm -> isOn(vm, host)).toList();
    }

    /// That were saved, by name.
    public List<SavedImage> images() {
        return images;
    }

    public Optional<SavedImage> image(String name) {
        return images.stream().filter(image -> image.image().equals(name)).findFirst();
    }

    /// What datastores are to drop; the oldest of each.
    public List<Remains> remains() {
        return remains;
    }

    /// How many VMs groups are to have.
    List<GroupRule> rules() {
        return rules;
    }

    /// Its members by their numbers.
    List<VmRecord> members(String group) {
        return Groups.members(group, vms.values());
    }

    /// Whether the VM runs on an incarnation that nobody has declared lost.
    public boolean runs(VmRecord vm) {
        return vm.owner()
                .filter(owner -> owner.running()
                        && nodeOf(owner.host())
                                .filter(node -> !node.lost() && node.incarnation() == owner.incarnation())
                                .isPresent())
                .isPresent();
    }

    /// Whether guests elsewhere still fetch pages from the host, or disks leave it, which are lost if it is.
    public boolean serves(HostId host) {
        return vms.values().stream()
                .anyMatch(vm -> vm.debt()
                                .filter(debt -> debt.host().equals(host) && !debt.lost())
                                .isPresent()
                        || (vm.movesWithoutGuest()
                                && vm.migration().orElseThrow().source().equals(host)));
    }

    /// Whether recovery or the first placement has to find it a host.
    static boolean wantsHost(VmRecord vm) {
        return vm.desired() == Desired.RUNNING && vm.owner().isEmpty() && !vm.movesWithoutGuest();
    }

    /// The load of each host: what it owns and what is on its way there.
    ///
    /// @param standing of each host, whatever it is cordoned for
    /// @param promised to hosts, by proposals that the view does not show
    List<HostLoad> loads(Function<HostRecord, Standing> standing, Map<HostId, List<VmSpec>> promised) {
        var given = new TreeMap<HostId, List<VmSpec>>();
        promised.forEach((host, specs) -> given.put(host, new ArrayList<>(specs)));
        for (var vm : vms.values()) {
            vm.owner().ifPresent(owner -> give(given, owner.host(), vm));
            vm.migration().ifPresent(migration -> give(given, migration.target(), vm));
            vm.home().filter(_ -> vm.owner().isPresent()).ifPresent(home -> give(given, home, vm));
            vm.owner().ifPresent(owner -> vm.copies().job().ifPresent(job -> job.beside()
                    .forEach(clone -> given.computeIfAbsent(owner.host(), _ -> new ArrayList<>())
                            .add(clone))));
        }
        var loads = new ArrayList<HostLoad>();
        for (var host : hosts.values()) {
            var now = standing.apply(host);
            var stands = host.cordoned() && now != Standing.LOST ? Standing.DRAINED : now;
            loads.add(HostLoad.of(host, stands, given.getOrDefault(host.host(), List.of())));
        }
        return loads;
    }

    private static void give(Map<HostId, List<VmSpec>> given, HostId host, VmRecord vm) {
        given.computeIfAbsent(host, _ -> new ArrayList<>()).add(vm.promised());
    }

    private static boolean isOn(VmRecord vm, HostId host) {
        return vm.owner().filter(owner -> owner.host().equals(host)).isPresent();
    }
}
