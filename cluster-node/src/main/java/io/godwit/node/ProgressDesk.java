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

/// Passes the questions how far a migration is, and how the last ones ended, to this node's migrations, and the answers
/// to all who asked meanwhile.
final class ProgressDesk {

    sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record Answered(Progress progress) implements Command {}

    private record AnsweredPast(Migrations.Past past) implements Command {}

    /// Migrations that are asked about at a time. One that has ended answers nobody, so that the first by name is
    /// forgotten.
    private static final int MAX_ASKED = 256;

    private final Link link;
    private final ActorRef<Migrations.Command> migrations;
    private final Ends ends;
    private final TreeMap<MigrationId, Set<Endpoint>> asked = new TreeMap<>();
    private final Set<Endpoint> askedPast = new LinkedHashSet<>();

    /// Where answers come in.
    private record Ends(ActorRef<Progress> progress, ActorRef<Migrations.Past> past) {}

    private ProgressDesk(Link link, ActorRef<Migrations.Command> migrations, Ends ends) {
        this.link = link;
        this.migrations = migrations;
        this.ends = ends;
    }

    static Behavior<Command> create(Link link, ActorRef<Migrations.Command> migrations) {
        return Behaviors.setup(context -> {
            link.register(ProgressWire.SERVICE, context.messageAdapter(Delivery.class, Came::new));
            var ends = new Ends(
                    context.messageAdapter(Progress.class, Answered::new),
                    context.messageAdapter(Migrations.Past.class, AnsweredPast::new));
            var desk = new ProgressDesk(link, migrations, ends);
            return Behaviors.receiveMessage(command -> {
                switch (command) {
                    case Came(var delivery) -> desk.came(delivery);
                    case Answered(var progress) -> desk.answered(progress);
                    case AnsweredPast(var past) -> desk.answered(past);
                }
                return Behaviors.same();
            });
        });
    }

    private void came(Delivery delivery) {
        switch (delivery.message()) {
            case ProgressWire.Ask(var migration) -> {
                asked.computeIfAbsent(migration, _ -> new LinkedHashSet<>()).add(delivery.from());
                if (asked.size() > MAX_ASKED) {
                    asked.pollFirstEntry();
                }
                migrations.tell(new Migrations.TellProgress(migration, ends.progress()));
            }
            case ProgressWire.AskPast() -> {
                askedPast.add(delivery.from());
                migrations.tell(new Migrations.TellPast(ends.past()));
            }
            default -> {} // nothing else is asked of this desk
        }
    }

    private void answered(Progress progress) {
        Set<Endpoint> curious = asked.remove(progress.move().migration());
        if (curious != null) {
            curious.forEach(who -> link.send(ProgressWire.SERVICE, who, new ProgressWire.Told(progress)));
        }
    }

    private void answered(Migrations.Past past) {
        askedPast.forEach(who -> link.send(ProgressWire.SERVICE, who, new ProgressWire.ToldPast(past)));
        askedPast.clear();
    }
}
