package io.godwit.registry;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryCommand.JoinNode;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;

/// Nodes, hosts and VMs for the tests of the registry: node n1 carries host h1, and so on.
final class Specimens {

    static final HostId H1 = new HostId("h1");
    static final HostId H2 = new HostId("h2");
    static final HostId H3 = new HostId("h3");
    static final VmId WEB = new VmId("web-1");
    static final MigrationId M1 = new MigrationId("m1");

    private Specimens() {}

    static NodeId node(int number) {
        return new NodeId("n" + number);
    }

    static HostId host(int number) {
        return new HostId("h" + number);
    }

    static JoinNode join(int number, String boot) {
        HostRecord host = new HostRecord(
                host(number),
                node(number),
                "a",
                "r1",
                8,
                MemorySize.ofGibibytes(64),
                MemorySize.ofGibibytes(64),
                List.of("array-a"),
                Abilities.bare(),
                false);
        return new JoinNode(node(number), boot, List.of(host));
    }

    static VmSpec vm(String name, Protection protection, Isolation isolation) {
        return new VmSpec(
                new VmId(name),
                "web",
                1,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "linux",
                "array-a",
                new VmSpec.Care(protection, isolation, 3, List.of(), Optional.empty()),
                WorkloadSpec.idle());
    }

    static VmSpec web() {
        return vm("web-1", Protection.RESTART, Isolation.STOP);
    }
}
