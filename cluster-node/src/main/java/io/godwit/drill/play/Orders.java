package io.godwit.drill.play;

import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.CommandId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What was ordered of the controller and is not answered yet.
///
/// Every voter gets every order, and gets it again until it is answered: only the leader acts on it, and it acts once.
public final class Orders {

    /// The service that answers come to.
    public static final String SERVICE = "orders";

    private record Pending(Wish wish, Consumer<Outcome> then) {}

    private final Link link;
    private final List<NodeId> voters;
    private final String client;
    private final Map<CommandId, Pending> pending = new LinkedHashMap<>();
    private long last;

    /// @param client names this process towards the controller
    public Orders(Link link, List<NodeId> voters, String client) {
        this.link = link;
        this.voters = List.copyOf(voters);
        this.client = client;
    }

    /// @param then what to do with the answer, in the actor that owns this
    public void give(Wish wish, Consumer<Outcome> then) {
        var id = new CommandId(client, ++last);
        pending.put(id, new Pending(wish, then));
        send(id, wish);
    }

    /// Sends again what is not answered.
    public void repeat() {
        pending.forEach((id, order) -> send(id, order.wish()));
    }

    public boolean isEmpty() {
        return pending.isEmpty();
    }

    public void carried(ControlWire.Carried answer) {
        var order = pending.remove(answer.id());
        if (order != null) {
            order.then().accept(answer.outcome());
        }
    }

    private void send(CommandId id, Wish wish) {
        for (var voter : voters) {
            link.send(SERVICE, new Endpoint(voter, ControlWire.SERVICE), new ControlWire.Order(id, wish));
        }
    }
}
