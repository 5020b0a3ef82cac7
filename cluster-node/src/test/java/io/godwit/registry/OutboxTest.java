package io.godwit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.link.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final NodeId V1 = new NodeId("v1");
    private static final NodeId V2 = new NodeId("v2");
    private static final NodeId V3 = new NodeId("v3");
    private static final long PATIENCE = Outbox.FIRST_PATIENCE.toNanos();

    private final Outbox outbox = new Outbox("c", List.of(V1, V2, V3));

    private CommandId command(int number) {
        return outbox.add(Specimens.join(number, "boot"));
    }

    @Test
    void aWindowOfCommandsIsUnderWayAndNoMore() {
        for (int number = 1; number <= Clients.WINDOW + 5; number++) {
            command(number);
        }

        assertThat(outbox.due(0)).hasSize(Clients.WINDOW);
        outbox.answered(new CommandId("c", 2));
        assertThat(outbox.due(0)).as("the oldest is not answered").isEmpty();
        outbox.answered(new CommandId("c", 1));
        assertThat(outbox.due(0)).hasSize(2);
    }

    @Test
    void questionsDoNotWaitForCommands() {
        for (int number = 1; number <= Clients.WINDOW + 5; number++) {
            command(number);
        }
        outbox.due(0);
        outbox.add(new RegistryQuery.Ping());

        assertThat(outbox.due(0)).hasSize(1);
    }

    @Test
    void whoDoesNotLeadButKnowsWhoDoesSendsTheCallOn() {
        CommandId id = command(1);
        outbox.due(0);

        assertThat(outbox.turnedAway(id, V1, Optional.of(V3), 1))
                .hasValueSatisfying(sending -> assertThat(sending.to()).isEqualTo(V3));
        assertThat(outbox.turnedAway(id, V1, Optional.of(V3), 2))
                .as("a late repeat")
                .isEmpty();
        assertThat(outbox.turnedAway(id, V3, Optional.empty(), 3))
                .as("nobody leads")
                .isEmpty();
    }

    @Test
    void aCallThatIsNotAnsweredGoesToTheNextVoterWithTheSameIdAndMorePatience() {
        CommandId id = command(1);
        Outbox.Sending first = outbox.due(0).getFirst();
        assertThat(outbox.due(PATIENCE - 1)).isEmpty();
        Outbox.Sending second = outbox.due(PATIENCE).getFirst();

        assertThat(List.of(first.to(), second.to())).containsExactly(V1, V2);
        assertThat(second.message()).isEqualTo(first.message());
        assertThat(outbox.due(PATIENCE + 2 * PATIENCE - 1)).isEmpty();
        assertThat(outbox.due(PATIENCE + 2 * PATIENCE).getFirst().to()).isEqualTo(V3);
        assertThat(outbox.answered(id)).isTrue();
        assertThat(outbox.answered(id)).as("a repeat of the answer").isFalse();
        assertThat(outbox.isEmpty()).isTrue();
    }
}
