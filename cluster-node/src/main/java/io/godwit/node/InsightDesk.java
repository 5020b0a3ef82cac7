package io.godwit.node;

import io.godwit.host.HostInsight;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.identity.HostId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.recovery.InsightWire;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Passes what is asked of hosts as a whole to their hypervisors, and the answers back.
final class InsightDesk {

    sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record Answered(Lifecycle.Inspected answer) implements Command {}

    private record Asked(Endpoint who, long request) {}

    /// A row takes some 400 bytes on a link that passes 200 KiB at once.
    private static final int ROWS_A_MESSAGE = 300;

    /// Questions under way. A host that loses power answers none, so that the oldest is forgotten first.
    private static final int MAX_ASKED = 64;

    private final Link link;
    private final Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors;
    private final ActorRef<Lifecycle.Inspected> answers;
    private final TreeMap<Long, Asked> asked = new TreeMap<>();
    private long last;

    private InsightDesk(
            Link link,
            Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors,
            ActorRef<Lifecycle.Inspected> answers) {
        this.link = link;
        this.hypervisors = hypervisors;
        this.answers = answers;
    }

    /// @param hypervisors of the hosts of this node that have power
    static Behavior<Command> create(Link link, Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors) {
        return Behaviors.setup(context -> {
            link.register(InsightWire.SERVICE, context.messageAdapter(Delivery.class, Came::new));
            var answers = context.messageAdapter(Lifecycle.Inspected.class, Answered::new);
            var desk = new InsightDesk(link, hypervisors, answers);
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case Came(var delivery) -> desk.came(delivery);
                    case Answered(var answer) -> desk.answered(answer);
                }
                return Behaviors.same();
            });
        });
    }

    private void came(Delivery delivery) {
        if (!(delivery.message() instanceof InsightWire.Ask(var request, var host, var topic))) {
            return; // nothing else is said to this service
        }
        Optional<ActorRef<HypervisorCommand>> hypervisor = hypervisors.apply(host);
        if (hypervisor.isEmpty()) {
            link.send(InsightWire.SERVICE, delivery.from(), new InsightWire.Dark(request, host));
            return;
        }
        asked.put(++last, new Asked(delivery.from(), request));
        if (asked.size() > MAX_ASKED) {
            asked.pollFirstEntry();
        }
        hypervisor.get().tell(new Lifecycle.InspectHost(last, topic, answers));
    }

    private void answered(Lifecycle.Inspected answer) {
        Asked question = asked.remove(answer.question());
        if (question != null) {
            for (HostInsight part : answer.insight().parts(ROWS_A_MESSAGE)) {
                link.send(InsightWire.SERVICE, question.who(), new InsightWire.Told(question.request(), part));
            }
        }
    }
}
