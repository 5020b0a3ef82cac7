package io.godwit.recovery;

import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.CommandId;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What was ordered of the controller and is not answered yet.
///
/// Every voter gets every order, and gets it again until it is answered: only the leader acts on it, and it acts once.
public final class Orders {

    /// The service that answers come to, unless another is named.
    public static final String SERVICE = "orders";

    private record Pending(Wish wish, Consumer<Outcome> then) {}

    private final Link link;
    private final List<NodeId> voters;
    private final String client;
    private final String service;
    private final Map<CommandId, Pending> pending = new LinkedHashMap<>();
    private long last;

    /// @param client names this process towards the controller
    public Orders(Link link, List<NodeId> voters, String client) {
        this(link, voters, client, SERVICE);
    }

    /// @param service of this node that answers come to
    public Orders(Link link, List<NodeId> voters, String client, String service) {
        this.link = link;
        this.voters = List.copyOf(voters);
        this.client = client;
        this.service = service;
    }

    /// @param then what to do with the answer, in the actor that owns this
    public CommandId give(Wish wish, Consumer<Outcome> then) {
        var id = new CommandId(client, ++last);
        pending.put(id, new Pending(wish, then));
        send(id, wish);
        return id;
    }

    /// Asks for the whole fleet, page by page.
    public void show(Consumer<Outcome.Shown> then) {
        page(Optional.empty(), new ArrayList<>(), then);
    }

    /// Gives an order up. It may have been carried out, or still be.
    public void withdraw(CommandId order) {
        pending.remove(order);
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

    private void page(Optional<VmId> after, List<VmRecord> earlier, Consumer<Outcome.Shown> then) {
        give(new Wish.Show(after), outcome -> {
            if (!(outcome instanceof Outcome.Shown shown)) {
                throw new IllegalStateException("asked to be shown the fleet, and was told " + outcome);
            }
            if (shown.more()) {
                earlier.addAll(shown.view().vms());
                page(Optional.of(earlier.getLast().id()), earlier, then);
            } else {
                then.accept(Page.joined(earlier, shown));
            }
        });
    }

    private void send(CommandId id, Wish wish) {
        for (var voter : voters) {
            link.send(service, new Endpoint(voter, ControlWire.SERVICE), new ControlWire.Order(id, wish));
        }
    }
}
