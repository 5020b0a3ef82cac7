package io.godwit.host;

import io.godwit.device.PacketLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeSwitch;
import io.godwit.network.NetworkWire;
import io.godwit.network.VirtualSwitch.Uplink;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// Two hosts with a card of 1 Gbit/s each, 100,000 frames of 1,250 bytes a second both ways, and the network outside.
final class CardLab implements AutoCloseable {

    static final NodeId EDGE = new NodeId("edge");

    private static final NodeId NODE = new NodeId("n1");

    final Lab lab = new Lab();
    final ActorRef<HypervisorCommand> h1;
    final ActorRef<HypervisorCommand> h2;

    CardLab() {
        lab.workloads = Loads::serving;
        var quality = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));
        var network = new EmulatedNetwork(lab.world, Seed.of(1), EmulatedNetwork.Settings.plain(quality));
        lab.uplink = Optional.of(
                new Uplink(network.attach(lab.node, NODE), List.of(new Endpoint(EDGE, NetworkWire.EDGE_SERVICE))));
        h1 = lab.hypervisor("h1", machine());
        h2 = lab.hypervisor("h2", machine());
        var outside = lab.world.start("edge");
        var hosts = new TreeMap<>(Map.of(new HostId("h1"), NODE, new HostId("h2"), NODE));
        outside.spawn(
                EdgeSwitch.create(new EdgeSwitch.Ground(
                        network.attach(outside, EDGE), lab.world.timeline(), hosts, lab.history::add)),
                "edge");
        lab.run(Duration.ZERO);
    }

    HostSwitch inspect(ActorRef<HypervisorCommand> host) {
        var answer = (Lifecycle.Inspected)
                lab.ask(host, new Lifecycle.InspectHost(1, HostTopic.SWITCH, lab.replyTo()), Duration.ofMillis(1));
        return (HostSwitch) answer.insight();
    }

    private static HostSpec machine() {
        HostSpec plain = Specs.host(4, MemorySize.ofGibibytes(1));
        var nic = new HostSpec.Nic("nic0", Bandwidth.parse("1Gbit"), Duration.ofNanos(20_000), "a test");
        return new HostSpec(
                plain.host(), plain.processors(), plain.memory(), List.of(nic), plain.disks(), plain.power());
    }

    VmDevices devices(ActorRef<HypervisorCommand> host, String vm) {
        return lab.ask(host, new Lifecycle.DescribeDevices(new VmId(vm), lab.replyTo()), VmDevices.class);
    }

    VmDevices.CardBulk card(ActorRef<HypervisorCommand> host, String vm) {
        return devices(host, vm).card().bulk().orElseThrow();
    }

    static PacketLoad load(long perSecond) {
        return PacketLoad.sending(rate(perSecond)).of(MemorySize.parse("1250B"));
    }

    static EventRate rate(long perSecond) {
        return EventRate.perSecond(perSecond);
    }

    static VmSpec sending(String name, PacketLoad load) {
        return Specs.vm(name, 1).with(WorkloadSpec.idle().with(new DeviceLoad(Optional.empty(), Optional.of(load))));
    }

    static VmSpec limited(VmSpec vm, String bandwidth) {
        return withCard(vm, Optional.empty(), Optional.of(Bandwidth.parse(bandwidth)), 256);
    }

    static VmSpec weighed(VmSpec vm, int weight) {
        return withCard(vm, Optional.empty(), Optional.empty(), weight);
    }

    static VmSpec inLan(VmSpec vm, int vlan) {
        return withCard(vm, Optional.of(vlan), Optional.empty(), 256);
    }

    private static VmSpec withCard(VmSpec vm, Optional<Integer> vlan, Optional<Bandwidth> bandwidth, int weight) {
        return vm.with(vm.platform().with(new NetworkDevice(DeviceModel.VIRTIO, vlan, bandwidth, weight)));
    }

    @Override
    public void close() {
        lab.close();
    }
}
