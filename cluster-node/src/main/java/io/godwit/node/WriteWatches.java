package io.godwit.node;

import io.godwit.host.HypervisorCommand;
import io.godwit.host.Transfer;
import io.godwit.host.Transfer.WatchStep;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.LinkQuality;
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

    private record Asked(Endpoint who, GuestWire.WatchWrites question) {}

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
    private final Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors;
    private final ActorRef<Transfer.Answer> answers;
    private final BiConsumer<Turn, Duration> later;
    private final Map<VmId, Watch> watches = new TreeMap<>();
    private long last;

    /// @param later gives a turn back after a time
    WriteWatches(
            Link link,
            Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors,
            ActorRef<Transfer.Answer> answers,
            BiConsumer<Turn, Duration> later) {
        this.link = link;
        this.hypervisors = hypervisors;
        this.answers = answers;
        this.later = later;
    }

    void ask(Endpoint who, GuestWire.WatchWrites question) {
        VmId vm = question.vm();
        Watch known = watches.get(vm);
        if (known != null && known.host.equals(question.host())) {
            known.asked.add(new Asked(who, question));
            return;
        }
        fail(vm, "elsewhere");
        Watch watch = new Watch(++last, question.host());
        watch.asked.add(new Asked(who, question));
        watches.put(vm, watch);
        later.accept(new Turn(vm, watch.number, Moment.EARLY), MeasuredWrites.EARLY);
        later.accept(new Turn(vm, watch.number, Moment.HALF), HALF);
        later.accept(new Turn(vm, watch.number, Moment.WHOLE), MeasuredWrites.WINDOW);
        later.accept(new Turn(vm, watch.number, Moment.OVERDUE), OVERDUE);
        tell(vm, watch, WatchStep.BEGIN);
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
        hypervisors
                .apply(watch.host)
                .ifPresentOrElse(
                        hypervisor -> hypervisor.tell(new Transfer.WatchWrites(vm, step, answers)),
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
        for (Asked asked : watch.asked) {
            LinkQuality way = asked.question().targets().stream()
                    .map(link::quality)
                    .min(Comparator.comparing(LinkQuality::bandwidth))
                    .orElseThrow();
            reply(
                    asked,
                    new GuestWire.WritesSeen(
                            asked.question().request(),
                            end.vm(),
                            new GuestWire.Written(early, half, whole, grew ? end.pages() : end.touched()),
                            end.pages() - end.used(),
                            end.pages(),
                            way));
        }
    }

    private static Count count(Watch watch, Transfer.WritesSeen seen) {
        return new Count(seen.written(), seen.atNs() - watch.begun.orElseThrow().atNs());
    }

    void fail(VmId vm, String phase) {
        Watch watch = watches.remove(vm);
        if (watch != null) {
            watch.asked.forEach(asked ->
                    reply(asked, new GuestWire.NotThere(asked.question().request(), vm, phase)));
        }
    }

    private void reply(Asked asked, GuestWire answer) {
        link.send(GuestWire.SERVICE, asked.who(), answer);
    }
}
