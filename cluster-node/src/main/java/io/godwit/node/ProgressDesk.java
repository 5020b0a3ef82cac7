package io.godwit.node;

import io.godwit.identity.MigrationId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.migration.Migrations;
import io.godwit.migration.Progress;
import io.godwit.recovery.ProgressWire;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Passes the question how far a migration is to its source, and the answer to all who asked meanwhile.
final class ProgressDesk {

    sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record Answered(Progress progress) implements Command {}

    /// Migrations that are asked about at a time. One that has ended answers nobody, so that the first by name is
    /// forgotten.
    private static final int MAX_ASKED = 256;

    private final Link link;
    private final ActorRef<Migrations.Command> migrations;
    private final ActorRef<Progress> answers;
    private final TreeMap<MigrationId, Set<Endpoint>> asked = new TreeMap<>();

    private ProgressDesk(Link link, ActorRef<Migrations.Command> migrations, ActorRef<Progress> answers) {
        this.link = link;
        this.migrations = migrations;
        this.answers = answers;
    }

    static Behavior<Command> create(Link link, ActorRef<Migrations.Command> migrations) {
        return Behaviors.setup(context -> {
            link.register(ProgressWire.SERVICE, context.messageAdapter(Delivery.class, Came::new));
            var desk = new ProgressDesk(link, migrations, context.messageAdapter(Progress.class, Answered::new));
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case Came(var delivery) -> desk.came(delivery);
                    case Answered(var progress) -> desk.answered(progress);
                }
                return Behaviors.same();
            });
        });
    }

    private void came(Delivery delivery) {
        if (delivery.message() instanceof ProgressWire.Ask(var migration)) {
            asked.computeIfAbsent(migration, _ -> new LinkedHashSet<>()).add(delivery.from());
            if (asked.size() > MAX_ASKED) {
                asked.pollFirstEntry();
            }
            migrations.tell(new Migrations.TellProgress(migration, answers));
        }
    }

    private void answered(Progress progress) {
        Set<Endpoint> curious = asked.remove(progress.move().migration());
        if (curious != null) {
            curious.forEach(who -> link.send(ProgressWire.SERVICE, who, new ProgressWire.Told(progress)));
        }
    }
}
