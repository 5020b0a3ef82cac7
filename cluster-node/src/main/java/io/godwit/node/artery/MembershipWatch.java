package io.godwit.node.artery;

import io.godwit.history.FleetEvent;
import io.godwit.history.Recorder;
import io.godwit.link.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberJoined;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.ClusterEvent.MemberWeaklyUp;
import org.apache.pekko.cluster.ClusterEvent.ReachableMember;
import org.apache.pekko.cluster.ClusterEvent.UnreachableMember;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.Subscribe;

/// Joins the cluster, writes down whom Pekko can and can't reach, and learns the addresses of those who join.
final class MembershipWatch {

    /// A member's role tells its node's name.
    static final String ROLE_PREFIX = "node:";

    private final ArteryLink link;
    private final Recorder recorder;
    private final Set<NodeId> unreachable = new TreeSet<>();

    private MembershipWatch(ArteryLink link, Recorder recorder) {
        this.link = link;
        this.recorder = recorder;
    }

    static Behavior<ClusterDomainEvent> create(Membership.Member member, ArteryLink link, Recorder recorder) {
        return Behaviors.setup(context -> {
            join(context, member.seeds());
            MembershipWatch watch = new MembershipWatch(link, recorder);
            return Behaviors.receiveMessage(event -> {
                watch.happened(event);
                return Behaviors.same();
            });
        });
    }

    private static void join(ActorContext<ClusterDomainEvent> context, List<NodeAddress> seeds) {
        Cluster cluster = Cluster.get(context.getSystem());
        cluster.subscriptions().tell(new Subscribe<>(context.getSelf().narrow(), MemberEvent.class));
        cluster.subscriptions().tell(new Subscribe<>(context.getSelf().narrow(), UnreachableMember.class));
        cluster.subscriptions().tell(new Subscribe<>(context.getSelf().narrow(), ReachableMember.class));
        List<Address> addresses = seeds.stream()
                .map(seed -> new Address("pekko", ArteryNode.SYSTEM, seed.host(), seed.port()))
                .toList();
        cluster.manager()
                .tell(addresses.isEmpty() ? new Join(cluster.selfMember().address()) : new JoinSeedNodes(addresses));
    }

    private void happened(ClusterDomainEvent event) {
        switch (event) {
            case UnreachableMember lost -> node(lost.member()).ifPresent(this::unreachable);
            case ReachableMember found -> node(found.member()).ifPresent(this::reachable);
            case MemberJoined joined -> learn(joined.member());
            case MemberWeaklyUp up -> learn(up.member());
            case MemberUp up -> learn(up.member());
            default -> {} // Pekko's events are open; members that leave keep their address, as they may return
        }
    }

    private void unreachable(NodeId node) {
        if (unreachable.add(node)) {
            recorder.record(new FleetEvent.Unreachable(node));
        }
    }

    private void reachable(NodeId node) {
        if (unreachable.remove(node)) {
            recorder.record(new FleetEvent.Reachable(node));
        }
    }

    /// A new process of a node is a member of its own, and Pekko just forgets the one that couldn't be reached.
    private void learn(Member member) {
        Address address = member.address();
        node(member).filter(node -> !node.equals(link.self())).ifPresent(node -> {
            link.learn(node, new NodeAddress(address.getHost().orElseThrow(), (int)
                    address.getPort().orElseThrow()));
            reachable(node);
        });
    }

    private static Optional<NodeId> node(Member member) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(ROLE_PREFIX))
                .map(role -> new NodeId(role.substring(ROLE_PREFIX.length())))
                .findFirst();
    }
}
