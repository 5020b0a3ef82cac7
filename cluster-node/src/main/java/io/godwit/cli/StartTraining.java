package io.godwit.cli;

import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.LoggerFactory;

/// What the launcher runs once after a build, to record the JVM's start-up cache: the console's help, and a cluster of
/// one that forms and ends. A class that is not loaded here starts as slowly as without a cache, and works as well.
final class StartTraining {

    public static void main(String[] args) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Godwit.commandLine().setOut(nowhere).setErr(nowhere).execute("--help");
        LoggerFactory.getILoggerFactory(); // before Pekko's threads race to be the first
        ActorSystem.create(
                clusterOfOne(), "training", ConfigFactory.parseString("""
                pekko.loglevel = off
                pekko.stdout-loglevel = off
                pekko.actor.provider = cluster
                pekko.cluster.jmx.enabled = off
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                """).withFallback(ConfigFactory.load()));
    }

    private static Behavior<SelfUp> clusterOfOne() {
        return Behaviors.setup(context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            cluster.subscriptions().tell(new Subscribe<>(context.getSelf(), SelfUp.class));
            cluster.manager().tell(new Join(cluster.selfMember().address()));
            return Behaviors.receiveMessage(_ -> Behaviors.stopped());
        });
    }
}
