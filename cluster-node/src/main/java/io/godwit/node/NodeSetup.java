package io.godwit.node;

import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import io.godwit.migration.channel.PageForm;
import io.godwit.migration.precopy.Terms;
import io.godwit.permit.PermitSettings;
import io.godwit.placement.Placement;
import io.godwit.placement.Tolerance;
import io.godwit.recovery.FleetSettings;
import io.godwit.recovery.MoveLimits;
import io.godwit.virtualization.CpuFeature;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/// What a host node is told when it starts. A file of this form starts a node's process.
///
/// @param boot names this process, and no other that the node ever had
/// @param hosts the machines that it carries
/// @param voters the nodes that keep the registry
/// @param arrays the node of each datastore
/// @param seed root of all randomness of this process
public record NodeSetup(
        NodeId node,
        String boot,
        List<Machine> hosts,
        List<NodeId> voters,
        SortedMap<String, NodeId> arrays,
        List<NodeId> edges,
        Policy policy,
        long seed) {

    /// The same node, in another process.
    public NodeSetup booted(String process) {
        return new NodeSetup(node, process, hosts, voters, arrays, edges, policy, seed);
    }

    /// @param spec name of a host file, such as `dell-r650`
    /// @param hypervisor name of a hypervisor's file, such as `kvm`
    public record Machine(HostId host, String site, String rack, String spec, String hypervisor) {}

    /// How the fleet is run: the same on each of its nodes.
    ///
    /// @param driftPermille clocks drift apart by at most this
    /// @param hostFailures losses that placement keeps room for
    /// @param migration terms of those that have none of their own
    /// @param limits of migrations in flight
    /// @param pages what of a page travels between processes
    /// @param baseline what guests are shown of processors at most
    public record Policy(
            Duration permitLength,
            Duration permitRenewal,
            int driftPermille,
            int vcpusPerCore,
            int hostFailures,
            Terms migration,
            MoveLimits limits,
            PageForm pages,
            CpuFeature.Baseline baseline) {

        /// Two clocks drift apart by at most 1 %: the design's assumption.
        private static final int DRIFT_PERMILLE = 10;

        /// vCPUs a core may be promised to. A default, unverified: products recommend from 3 to 8.
        private static final int VCPUS_PER_CORE = 8;

        /// Renewals within a permit: what is left of one after a change of leaders must hold at least one more.
        private static final int RENEWALS = 10;

        /// A host gets this long to confirm an assignment: several round trips and a start.
        private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(5);

        /// A controller looks at the clock this often within a permit: what a loss may be noticed too late is a
        /// twentieth of what it takes anyway.
        private static final int TICKS_IN_A_PERMIT = 20;

        /// A guest that did not converge three times will not by itself.
        private static final int ATTEMPTS = 3;

        /// What people choose, with the defaults for the rest.
        public static Policy of(Duration permit, int hostFailures, Terms migration, MoveLimits limits) {
            return new Policy(
                    permit,
                    permit.dividedBy(RENEWALS),
                    DRIFT_PERMILLE,
                    VCPUS_PER_CORE,
                    hostFailures,
                    migration,
                    limits,
                    PageForm.IDENTITIES,
                    CpuFeature.Baseline.NONE);
        }

        /// The same, with guests that are shown no more of processors.
        public Policy showing(CpuFeature.Baseline most) {
            return new Policy(
                    permitLength,
                    permitRenewal,
                    driftPermille,
                    vcpusPerCore,
                    hostFailures,
                    migration,
                    limits,
                    pages,
                    most);
        }

        /// The same, with pages sent so.
        public Policy sending(PageForm form) {
            return new Policy(
                    permitLength,
                    permitRenewal,
                    driftPermille,
                    vcpusPerCore,
                    hostFailures,
                    migration,
                    limits,
                    form,
                    baseline);
        }

        PermitSettings permits() {
            return new PermitSettings(permitLength, permitRenewal, driftPermille);
        }

        FleetSettings settings() {
            return new FleetSettings(
                    permits(),
                    Placement.spreading(vcpusPerCore),
                    new Tolerance(hostFailures),
                    CONFIRM_WITHIN,
                    permitLength.dividedBy(TICKS_IN_A_PERMIT),
                    limits,
                    ATTEMPTS,
                    migration);
        }
    }
}
