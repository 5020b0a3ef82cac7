package io.godwit.fleet;

import io.godwit.host.HostMakes;
import io.godwit.identity.HostId;
import io.godwit.image.GuestImage;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.node.NodeSetup;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.process.ProcessSetup;
import java.util.List;
import java.util.TreeMap;

/// A node that joins a fleet whose file doesn't have it: what it says of itself. The rest it learns.
///
/// @param link where others reach it
/// @param pagesPort beside that
/// @param carries the names of its hosts
/// @param make what they are
public record Newcomer(String name, NodeAddress link, int pagesPort, List<String> carries, Place place, Make make) {

    /// @param host a file of `config/hosts`
    /// @param hypervisor a file of `config/hypervisors`
    public record Make(String host, String hypervisor) {}

    public record Place(String site, String rack) {}

    /// @param images that VMs may be made from
    /// @param seeds where nodes of the fleet are
    public ProcessSetup setup(HostMakes makes, List<GuestImage> images, List<NodeAddress> seeds, Deployment.Self self) {
        String bind = self.bind().orElse(link.host());
        FleetFile.Way usual = Shape.LINK;
        NetworkSetup network = new NetworkSetup(
                new NodeId(name),
                link,
                new NodeAddress(bind, link.port()),
                new TreeMap<>(),
                new LinkQuality(usual.latency(), usual.bandwidth()),
                new TreeMap<>(),
                new Membership.Member(seeds));
        return new ProcessSetup(
                network,
                self.originNs(),
                self.launcher(),
                new ProcessSetup.Newcomer(
                        self.boot(),
                        carries.stream()
                                .map(each -> new NodeSetup.Machine(
                                        new HostId(each), place.site(), place.rack(), make.host(), make.hypervisor()))
                                .toList(),
                        makes,
                        images,
                        new ProcessSetup.Pages(
                                new NodeAddress(link.host(), pagesPort), new NodeAddress(bind, pagesPort)),
                        seeds),
                ProcessSetup.Kept.OF_NOTE,
                self.door());
    }
}
