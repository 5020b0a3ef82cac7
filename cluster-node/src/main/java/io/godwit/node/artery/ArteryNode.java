package io.godwit.node.artery;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.godwit.history.Recorder;
import io.godwit.link.WireCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/// A process's actor system, its link and, for host nodes, its membership.
public final class ArteryNode implements AutoCloseable {

    /// Two systems talk only if they have the same name, so all nodes of all fleets have this one.
    static final String SYSTEM = "godwit";

    /// How long an end may take: what is under way is flushed within a second.
    private static final Duration END = Duration.ofSeconds(10);

    private final org.apache.pekko.actor.ActorSystem system;
    private final ArteryLink link;
    private final Membership membership;

    private ArteryNode(org.apache.pekko.actor.ActorSystem system, ArteryLink link, Membership membership) {
        this.system = system;
        this.link = link;
        this.membership = membership;
    }

    /// Starts listening, and joins the cluster if this is a member.
    ///
    /// @param recorder hears of members that can't be reached, and of those that can be again
    /// @throws org.apache.pekko.remote.RemoteTransportException if the address can't be bound
    public static ArteryNode start(NetworkSetup setup, WireCodec codec, Recorder recorder) {
        ArteryNode node = listen(setup, codec);
        node.join(recorder);
        return node;
    }

    /// Starts listening alone.
    ///
    /// @throws org.apache.pekko.remote.RemoteTransportException if the address can't be bound
    public static ArteryNode listen(NetworkSetup setup, WireCodec codec) {
        org.apache.pekko.actor.ActorSystem system = org.apache.pekko.actor.ActorSystem.create(SYSTEM, config(setup));
        ArteryLink link = new ArteryLink(setup, codec, ActorRefResolver.get(Adapter.toTyped(system)));
        ArteryNode node = new ArteryNode(system, link, setup.membership());
        node.spawn(LinkReceiver.create(link), LinkReceiver.NAME);
        return node;
    }

    /// Joins the cluster if this is to be a member.
    public void join(Recorder recorder) {
        if (membership instanceof Membership.Member member) {
            spawn(MembershipWatch.create(member, link, recorder), "membership");
        }
    }

    public ArteryLink link() {
        return link;
    }

    public ActorSystem<Void> system() {
        return Adapter.toTyped(system);
    }

    /// Starts an actor at the top of the node.
    public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return Adapter.spawn(system, behavior, name);
    }

    /// Waits until the actor system has ended.
    public void awaitEnd() {
        system.getWhenTerminated().toCompletableFuture().join();
    }

    /// Ends the actor system; its process may go on.
    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException("the actor system of " + link.self() + " didn't end", stuck);
        }
    }

    private static Config config(NetworkSetup setup) {
        Map<String, Object> own = new TreeMap<>();
        own.put("pekko.remote.artery.canonical.hostname", setup.advertised().host());
        own.put("pekko.remote.artery.canonical.port", setup.advertised().port());
        own.put("pekko.remote.artery.bind.hostname", setup.bound().host());
        own.put("pekko.remote.artery.bind.port", setup.bound().port());
        own.put(
                "pekko.remote.artery.advanced.tcp.outbound-client-hostname",
                setup.bound().host());
        if (setup.membership() instanceof Membership.Member) {
            own.put("pekko.actor.provider", "cluster");
            own.put("pekko.cluster.roles", List.of(MembershipWatch.ROLE_PREFIX + setup.self()));
        }
        return ConfigFactory.parseMap(own)
                .withFallback(ConfigFactory.parseResources(ArteryNode.class, "node.conf"))
                .withFallback(ConfigFactory.load());
    }
}
