package io.godwit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.registry.RegistrySimulation.Outcome;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/// The registry stays linearizable through whatever the seeds draw, and the check finds planted bugs.
///
/// `-Dregistry.seed=N` replays one seed.
class RegistrySimulationTest {

    private static final int SEEDS = 100;

    @Test
    void everyLifeIsLinearizableAndEveryCallEnds() {
        Long replay = Long.getLong("registry.seed");
        long answers = 0;
        for (long seed : replay == null ? LongStream.range(0, SEEDS).toArray() : new long[] {replay}) {
            Outcome outcome = RegistrySimulation.run(seed);
            assertThat(outcome).as("replay with -Dregistry.seed=%d", seed).matches(Outcome::isGood);
            answers += outcome.answers();
        }
        assertThat(answers).as("answers checked").isGreaterThan(replay == null ? 200L * SEEDS : 100);
    }

    @Test
    void theSameSeedGivesTheSameLife() {
        assertThat(RegistrySimulation.run(7)).isEqualTo(RegistrySimulation.run(7));
    }

    @Test
    void aVoterThatAnswersQuestionsWithoutAMajorityIsFound() {
        assertThat(firstViolation(RegistrySimulationTest::answerFromMemory)).contains("was known before it began");
    }

    @Test
    void disksThatForgetToForceAreFound() {
        assertThat(firstViolation(fleet -> fleet.disks.values().forEach(disk -> disk.forgetForce())))
                .containsAnyOf("replicas disagree", "was known before it began", "never applied", "does not see");
    }

    private static String firstViolation(Consumer<RegistryFleet> bug) {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> RegistrySimulation.run(seed, bug).violations())
                .filter(violations -> !violations.isEmpty())
                .map(List::getFirst)
                .findFirst()
                .orElse("nothing was found in " + SEEDS + " lives");
    }

    /// The bug: every voter answers a ping with what it has applied itself.
    private static void answerFromMemory(RegistryFleet fleet) {
        fleet.plant(link -> {
            AtomicReference<ActorRef<Delivery>> replica = new AtomicReference<>();
            ActorRef<Delivery> liar = fleet.nodes
                    .get(link.self())
                    .spawn(
                            Behaviors.receiveMessage(delivery -> {
                                if (delivery.message()
                                        instanceof RegistryWire.Ask(CommandId id, RegistryQuery.Ping())) {
                                    link.send(
                                            RegistryWire.SERVICE, delivery.from(), fromMemory(fleet, link.self(), id));
                                } else {
                                    replica.get().tell(delivery);
                                }
                                return Behaviors.same();
                            }),
                            "liar");
            return new Intercepted(link, liar, replica);
        });
    }

    private static RegistryWire fromMemory(RegistryFleet fleet, NodeId voter, CommandId id) {
        var applied = fleet.applied(voter);
        long index = applied.isEmpty() ? 0 : applied.getLast().index();
        return new RegistryWire.Answered(id, new RegistryView(index, 0, List.of(), List.of(), List.of()));
    }

    /// A link that gives what arrives to somebody else first.
    private record Intercepted(Link link, ActorRef<Delivery> first, AtomicReference<ActorRef<Delivery>> then)
            implements Link {

        @Override
        public NodeId self() {
            return link.self();
        }

        @Override
        public void register(String service, ActorRef<Delivery> receiver) {
            then.set(receiver);
            link.register(service, first);
        }

        @Override
        public void unregister(String service) {
            link.unregister(service);
        }

        @Override
        public void send(String fromService, Endpoint to, WireMessage message) {
            link.send(fromService, to, message);
        }

        @Override
        public LinkQuality quality(NodeId to) {
            return link.quality(to);
        }
    }
}
