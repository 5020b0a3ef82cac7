package io.godwit.node;

import io.godwit.host.HypervisorCommand;
import io.godwit.host.Transfer;
import io.godwit.host.Transfer.WatchStep;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.migration.Arrival;
import io.godwit.migration.CardRoom;
import io.godwit.migration.Migrations;
import io.godwit.migration.precopy.MeasuredWrites;
import io.godwit.migration.precopy.MeasuredWrites.Count;
import io.godwit.recovery.GuestWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/// Counts what single guests write in a while, for those who ask. Who asks while that goes on already is told the same.
/// Mutable, and owned by the [GuestDesk].
final class WriteWatches {

    private static final Duration HALF = MeasuredWrites.WINDOW.dividedBy(2);

    /// A hypervisor that has not answered by then lost its power.
    private static final Duration OVERDUE = MeasuredWrites.WINDOW.plusSeconds(1);

    enum Moment {
        EARLY,
        HALF,
        WHOLE,
        OVERDUE
    }

    /// A moment of a watch has come.
    record Turn(VmId vm, long watch, Moment moment) {}

    /// A question, and what has come of it beside the count.
    private static final class Asked {
        private final long number;
        private final Endpoint who;
        private final GuestWire.WatchWrites question;
        private final GuestWire.Place to;
        private Optional<Arrival> arrival = Optional.empty();
        private Optional<CardRoom> out = Optional.empty();

        Asked(long number, Endpoint who, GuestWire.WatchWrites question, GuestWire.Place to) {
            this.number = number;
            this.who = who;
            this.question = question;
            this.to = to;
        }
    }

    /// Whom a watch asks.
    ///
    /// @param hypervisors of the hosts of this node that have power
    /// @param rooms where migrations answer
    record Ends(
            Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors,
            ActorRef<Transfer.Answer> answers,
            ActorRef<Migrations.Command> migrations,
            ActorRef<CardRoom> rooms) {}

    private static final class Watch {
        private final long number;
        private final HostId host;
        private final List<Asked> asked = new ArrayList<>();
        private Optional<Transfer.WritesSeen> begun = Optional.empty();
        private Optional<Transfer.WritesSeen> early = Optional.empty();
        private Optional<Transfer.WritesSeen> half = Optional.empty();

        Watch(long number, HostId host) {
            this.number = number;
            this.host = host;
        }
    }

    private final Link link;
    private final Ends ends;
    private final BiConsumer<Turn, Duration> later;
    private final Map<VmId, Watch> watches = new TreeMap<>();
    private long last;

    /// @param later gives a turn back after a time
    WriteWatches(Link link, Ends ends, BiConsumer<Turn, Duration> later) {
        this.link = link;
        this.ends = ends;
        this.later = later;
    }

    void ask(Endpoint who, GuestWire.WatchWrites question) {
        VmId vm = question.spec().id();
        Asked asked = new Asked(++last, who, question, narrowest(question.targets()));
        Watch known = watches.get(vm);
        if (known != null && known.host.equals(question.host())) {
            known.asked.add(asked);
            askWays(asked);
            return;
        }
        fail(vm, "elsewhere");
        Watch watch = new Watch(++last, question.host());
        watch.asked.add(asked);
        watches.put(vm, watch);
        askWays(asked);
        later.accept(new Turn(vm, watch.number, Moment.EARLY), MeasuredWrites.EARLY);
        later.accept(new Turn(vm, watch.number, Moment.HALF), HALF);
        later.accept(new Turn(vm, watch.number, Moment.WHOLE), MeasuredWrites.WINDOW);
        later.accept(new Turn(vm, watch.number, Moment.OVERDUE), OVERDUE);
        tell(vm, watch, WatchStep.BEGIN);
    }

    private GuestWire.Place narrowest(List<GuestWire.Place> targets) {
        return targets.stream()
                .min(Comparator.comparing(it -> link.quality(it.node()).bandwidth()))
                .orElseThrow();
    }

    private void askWays(Asked asked) {
        GuestWire.Place to = asked.to;
        ends.migrations().tell(new Migrations.TellWayOut(asked.number, asked.question.host(), to.node(), ends.rooms()));
        link.send(
                GuestWire.SERVICE,
                new Endpoint(to.node(), GuestWire.SERVICE),
                new GuestWire.TryArrival(asked.number, to.host(), asked.question.spec()));
    }

    void out(CardRoom room) {
        find(room.question()).ifPresent(it -> it.out = Optional.of(room));
    }

    void arrival(long number, Arrival arrival) {
        find(number).ifPresent(it -> it.arrival = Optional.of(arrival));
    }

    private Optional<Asked> find(long number) {
        return watches.values().stream()
                .flatMap(watch -> watch.asked.stream())
                .filter(it -> it.number == number)
                .findFirst();
    }

    void turn(Turn turn) {
        Watch watch = watches.get(turn.vm());
        if (watch != null && watch.number == turn.watch()) {
            switch (turn.moment()) {
                case EARLY, HALF -> tell(turn.vm(), watch, WatchStep.READ);
                case WHOLE -> tell(turn.vm(), watch, WatchStep.END);
                case OVERDUE -> fail(turn.vm(), "silent");
            }
        }
    }

    private void tell(VmId vm, Watch watch, WatchStep step) {
        ends.hypervisors()
                .apply(watch.host)
                .ifPresentOrElse(
                        hypervisor -> hypervisor.tell(new Transfer.WatchWrites(vm, step, ends.answers())),
                        () -> fail(vm, "without power"));
    }

    /// Of a watch that was given up nothing is taken any more.
    void seen(Transfer.WritesSeen seen) {
        Watch watch = watches.get(seen.vm());
        if (watch == null) {
            return;
        }
        switch (seen.step()) {
            case BEGIN -> watch.begun = Optional.of(seen);
            case READ -> {
                if (watch.early.isEmpty()) {
                    watch.early = Optional.of(seen);
                } else {
                    watch.half = Optional.of(seen);
                }
            }
            case END -> {
                if (watch.begun.isPresent() && watch.half.isPresent()) {
                    watches.remove(seen.vm());
                    tellAll(watch, seen);
                }
            }
        }
    }

    private void tellAll(Watch watch, Transfer.WritesSeen end) {
        boolean grew = watch.begun.orElseThrow().touched() != end.touched();
        Count early = count(watch, watch.early.orElseThrow());
        Count half = count(watch, watch.half.orElseThrow());
        Count whole = count(watch, end);
        var written = new GuestWire.Written(early, half, whole, grew ? end.pages() : end.touched());
        for (Asked asked : watch.asked) {
            reply(asked, answer(asked, written, end));
        }
    }

    private GuestWire answer(Asked asked, GuestWire.Written written, Transfer.WritesSeen end) {
        long request = asked.question.request();
        if (asked.arrival.isEmpty() || asked.out.isEmpty()) {
            return new GuestWire.Unanswered(request, end.vm(), asked.to.host());
        }
        Arrival arrival = asked.arrival.get();
        var way = new GuestWire.Way(
                asked.to.host(),
                link.quality(asked.to.node()),
                asked.out.get(),
                arrival.way(),
                arrival.handover().withDump(end.dumpNs()));
        return new GuestWire.WritesSeen(request, end.vm(), written, end.zeroes(), end.pages(), way);
    }

    private static Count count(Watch watch, Transfer.WritesSeen seen) {
        return new Count(seen.written(), seen.atNs() - watch.begun.orElseThrow().atNs());
    }

    void fail(VmId vm, String phase) {
        Watch watch = watches.remove(vm);
        if (watch != null) {
            watch.asked.forEach(asked -> reply(asked, new GuestWire.NotThere(asked.question.request(), vm, phase)));
        }
    }

    private void reply(Asked asked, GuestWire answer) {
        link.send(GuestWire.SERVICE, asked.who, answer);
    }
}
