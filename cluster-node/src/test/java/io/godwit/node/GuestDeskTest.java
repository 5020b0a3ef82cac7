package io.godwit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.link.Delivery;
import io.godwit.link.EmulatedNetwork;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import io.godwit.migration.Migrations;
import io.godwit.recovery.GuestWire;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/// A node that is asked of a guest which is in no phase for that: whatever was asked, it says so.
class GuestDeskTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final NodeId CONSOLE = new NodeId("console");
    private static final HostId HOST = new HostId("h1");
    private static final VmId WEB = new VmId("web-1");

    private static final VmSpec SPEC = new VmSpec(
            WEB,
            "web",
            1,
            MemorySize.ofMebibytes(64),
            VmKind.FULL,
            CpuShare.byDefault(),
            Image.blank().spec().name(),
            VmSpec.LOCAL_DISK,
            VmSpec.Care.none(),
            WorkloadSpec.idle());

    private static final List<GuestWire> QUESTIONS = List.of(
            new GuestWire.Inspect(1, HOST, WEB),
            new GuestWire.InspectDevices(2, HOST, WEB),
            new GuestWire.Crash(3, HOST, WEB, true),
            new GuestWire.Misbehave(
                    4, HOST, WEB, Misbehaviour.CPU, Optional.empty(), Optional.of(Duration.ofSeconds(1))),
            new GuestWire.Misbehave(5, HOST, WEB, Misbehaviour.PANIC, Optional.empty(), Optional.empty()),
            new GuestWire.Behave(6, HOST, WEB, Misbehaviour.CPU),
            new GuestWire.WatchWrites(7, HOST, SPEC, List.of(new GuestWire.Place(new HostId("h2"), CONSOLE))));

    @Test
    void saysOfEachQuestionThatTheGuestIsInNoPhaseForIt() {
        for (GuestWire question : QUESTIONS) {
            assertThat(answersTo(question))
                    .as("%s", question)
                    .containsExactly(new GuestWire.NotThere(QUESTIONS.indexOf(question) + 1, WEB, "paused"));
        }
    }

    @Test
    void takesARefusedWatchForNothingElseThatIsAsked() {
        assertThat(answersTo(QUESTIONS.toArray(GuestWire[]::new)))
                .extracting(answer -> ((GuestWire.NotThere) answer).request())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    private static List<WireMessage> answersTo(GuestWire... questions) {
        List<WireMessage> heard = new ArrayList<>();
        try (VirtualWorld world = new VirtualWorld()) {
            LinkQuality quality = new LinkQuality(Duration.ofMillis(1), Bandwidth.parse("1Gbit"));
            EmulatedNetwork network = new EmulatedNetwork(
                    world,
                    Seed.of(1),
                    new EmulatedNetwork.Settings(
                            quality, Duration.ZERO, Optional.of(new WireCodec(List.of(GuestWire.class)))));
            VirtualNode console = world.start("console");
            VirtualNode node = world.start("n1");
            Link asks = network.attach(console, CONSOLE);
            asks.register(
                    "questions",
                    console.spawn(
                            Behaviors.receiveMessage((Delivery delivery) -> {
                                heard.add(delivery.message());
                                return Behaviors.same();
                            }),
                            "ears"));
            ActorRef<HypervisorCommand> hypervisor = node.spawn(refusing(), "hypervisor");
            ActorRef<Migrations.Command> migrations = node.spawn(Behaviors.ignore(), "migrations");
            node.spawn(GuestDesk.create(network.attach(node, NODE), _ -> Optional.of(hypervisor), migrations), "desk");
            world.runUntil(Duration.ofMillis(100).toNanos());
            for (GuestWire question : questions) {
                asks.send("questions", new Endpoint(NODE, GuestWire.SERVICE), question);
            }
            world.runUntil(Duration.ofMillis(200).toNanos());
        }
        return heard;
    }

    /// As a hypervisor whose guest is paused.
    private static Behavior<HypervisorCommand> refusing() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Lifecycle.InspectVm it -> it.replyTo().tell(illegal("InspectVm"));
                case Lifecycle.DescribeDevices it -> it.replyTo().tell(illegal("DescribeDevices"));
                case Lifecycle.CrashVm it -> it.replyTo().tell(illegal("CrashVm"));
                case Lifecycle.Misbehave it -> it.replyTo().tell(illegal("Misbehave"));
                case Lifecycle.Behave it -> it.replyTo().tell(illegal("Behave"));
                case Transfer.WatchWrites it -> it.replyTo().tell(illegal("WatchWrites"));
                default -> throw new IllegalStateException("nobody asks for " + command);
            }
            return Behaviors.same();
        });
    }

    private static Lifecycle.Illegal illegal(String command) {
        return new Lifecycle.Illegal(WEB, command, "paused");
    }
}
