package io.godwit.node;

import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.migration.Arrival;
import io.godwit.migration.Migrations;
import io.godwit.recovery.GuestWire;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// Passes the question what a guest's arrival here would take to the node's migrations, and the answer back. Mutable,
/// and owned by the [GuestDesk].
final class ArrivalDesk {

    /// Questions at a time. One that nothing answers is of no use to its asker after some seconds, so that the oldest
    /// is forgotten.
    private static final int MAX_ASKED = 256;

    private final Link link;
    private final ActorRef<Migrations.Command> migrations;
    private final ActorRef<Arrival> answers;
    private final TreeMap<Long, Asked> asked = new TreeMap<>();
    private long last;

    private record Asked(Endpoint who, long request) {}

    ArrivalDesk(Link link, ActorRef<Migrations.Command> migrations, ActorRef<Arrival> answers) {
        this.link = link;
        this.migrations = migrations;
        this.answers = answers;
    }

    void ask(Endpoint who, GuestWire.TryArrival question) {
        asked.put(++last, new Asked(who, question.request()));
        if (asked.size() > MAX_ASKED) {
            asked.pollFirstEntry();
        }
        migrations.tell(new Migrations.TryArrival(last, question.host(), question.spec(), who.node(), answers));
    }

    void tried(Arrival arrival) {
        Asked asker = asked.remove(arrival.question());
        if (asker != null) {
            link.send(GuestWire.SERVICE, asker.who(), new GuestWire.ArrivalTried(asker.request(), arrival));
        }
    }
}
