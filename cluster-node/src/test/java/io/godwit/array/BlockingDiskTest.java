package io.godwit.array;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.godwit.device.Disk;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.log.FileLogDevice;
import io.godwit.log.LogDevice;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Bandwidth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An array on threads and real files, whose node has a single thread for all other actors.
class BlockingDiskTest {

    private static final VmId DB = new VmId("db-1");
    private static final ArrayDisk.Port PORT = new ArrayDisk.Port(new NodeId("a"), "disk");

    @TempDir
    private Path folder;

    @Test
    void aDiskThatIsWaitedForStallsNobodyElse() throws IOException {
        CountDownLatch forced = new CountDownLatch(1);
        ActorTestKit kit = ActorTestKit.create(ConfigFactory.parseString("""
                pekko.actor.default-dispatcher {
                  executor = thread-pool-executor
                  thread-pool-executor.fixed-pool-size = 1
                }"""));
        try (FileLogDevice device = FileLogDevice.open(folder)) {
            Loopback link = new Loopback();
            kit.spawn(ArrayNode.create(setup(new Slow(device, forced), link)));
            ActorRef<Disk.Command> disk = kit.spawn(ArrayDisk.create(link, PORT));
            TestProbe<Disk.Answer> probe = kit.createTestProbe();
            disk.tell(new Disk.Open(1, DB, 1, probe.getRef()));
            TestProbe<String> bystander = kit.createTestProbe();
            for (int n = 0; n < 20; n++) {
                kit.spawn(Behaviors.<String>setup(context -> {
                    bystander.getRef().tell("alive");
                    return Behaviors.stopped();
                }));
                bystander.expectMessage("alive");
                probe.expectNoMessage(Duration.ofMillis(20));
            }
            forced.countDown();
            assertThat(probe.receiveMessage()).isInstanceOf(Disk.Opened.class);
        } finally {
            kit.shutdownTestKit();
        }
        try (FileLogDevice device = FileLogDevice.open(folder)) {
            assertThat(ArrayLog.open(device, 1).entries()).containsExactly(new ArrayEntry.FloorRaised(DB, 1));
        }
    }

    private static ArraySetup setup(LogDevice device, Link link) {
        return new ArraySetup("a", ArrayFleet.SETTINGS, device, link, MonotonicTimeline.startingNow(), event -> {});
    }

    /// A disk that is not done until it is told.
    private static final class Slow extends Planted {

        private final CountDownLatch forced;

        Slow(LogDevice device, CountDownLatch forced) {
            super(device);
            this.forced = forced;
        }

        @Override
        public void force(String file) throws IOException {
            try {
                forced.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            super.force(file);
        }
    }

    /// A link from a node to itself.
    private static final class Loopback implements Link {

        private final Map<String, ActorRef<Delivery>> services = new ConcurrentSkipListMap<>();

        @Override
        public NodeId self() {
            return PORT.array();
        }

        @Override
        public void register(String service, ActorRef<Delivery> receiver) {
            services.put(service, receiver);
        }

        @Override
        public void unregister(String service) {
            services.remove(service);
        }

        @Override
        public void send(String fromService, Endpoint to, WireMessage message) {
            ActorRef<Delivery> receiver = services.get(to.service());
            if (receiver != null) {
                receiver.tell(new Delivery(new Endpoint(self(), fromService), message));
            }
        }

        @Override
        public LinkQuality quality(NodeId to) {
            return new LinkQuality(Duration.ZERO, Bandwidth.parse("1Gbit"));
        }
    }
}
