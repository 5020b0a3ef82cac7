package io.godwit.live;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Audience;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.LedgerEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.live.Span.Tone;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A drill as it stands, in a dozen lines. Told by the fleet's threads and read by the terminal's.
public final class Scoreboard implements Audience {

    /// Events that are shown.
    private static final int MOST_TOLD = 8;

    private static final int WIDTH = 96;

    private final Consumer<Line> teller;
    private final Deque<Line> told = new ArrayDeque<>();
    private Optional<Board> board = Optional.empty();

    /// What is kept of one drill.
    private static final class Board {

        private final Drill drill;
        private final Hosts hosts;
        private final Moves moves = new Moves();
        private final Writes writes = new Writes();
        private Moment moment = new Moment(Act.FOUNDING, Optional.empty(), "the hosts start");
        private long nowNs;

        private Board(Drill drill) {
            this.drill = drill;
            this.hosts = new Hosts(drill.fleet().topology());
        }
    }

    /// @param teller is given each event that is worth a line, once
    public Scoreboard(Consumer<Line> teller) {
        this.teller = teller;
    }

    @Override
    public synchronized void begins(Drill drill) {
        told.clear();
        board = Optional.of(new Board(drill));
    }

    @Override
    public synchronized void stands(Moment moment) {
        board.ifPresent(it -> {
            if (it.moment.act() != moment.act()) {
                tell(it, Line.of(sentence(it, moment), Tone.STRONG));
            }
            it.moment = moment;
        });
    }

    @Override
    public synchronized void saw(Entry entry) {
        board.ifPresent(it -> saw(it, entry));
    }

    private void saw(Board now, Entry entry) {
        now.nowNs = Math.max(now.nowNs, entry.atNs());
        now.hosts.observe(entry.event());
        switch (entry.event()) {
            case MigrationEvent move -> now.moves.observe(move);
            case GuestEvent.Started started -> now.moves.started(started.vm());
            case LedgerEvent.Acknowledged write -> now.writes.acknowledged(write.vm(), entry.atNs());
            default -> {}
        }
        Tellings.of(entry.event()).ifPresent(it -> tell(now, Line.of(it.what(), it.tone())));
    }

    private void tell(Board now, Line what) {
        var line = new Line().add("%9s  ".formatted(time(now.moment)), Tone.QUIET);
        what.spans().forEach(span -> line.add(span.text(), span.tone()));
        told.addLast(line);
        if (told.size() > MOST_TOLD) {
            told.removeFirst();
        }
        teller.accept(line);
    }

    /// The whole of it; empty before anything has begun.
    public synchronized List<Line> lines() {
        return board.map(this::lines).orElse(List.of());
    }

    private List<Line> lines(Board now) {
        now.writes.advance(now.nowNs);
        var lines = new ArrayList<Line>();
        lines.add(new Line()
                .add("  " + now.drill.title(), Tone.STRONG)
                .add("  seed " + now.drill.run().seed(), Tone.QUIET)
                .to(WIDTH / 2)
                .add(sentence(now, now.moment)));
        lines.add(new Line());
        lines.addAll(now.hosts.lines());
        lines.add(new Line());
        lines.addAll(now.moves.lines());
        lines.add(new Line()
                .add("  writes", Tone.QUIET)
                .to(12)
                .add(now.writes.bars(), Tone.GOOD)
                .to(38)
                .add("%d/s   %d of %d clients heard"
                        .formatted(now.writes.rate(), now.writes.heard(now.nowNs), clients(now.drill))));
        lines.add(new Line());
        lines.addAll(told);
        return lines;
    }

    private static long clients(Drill drill) {
        return drill.fleet().vms().stream()
                .filter(vm -> vm.workload().ledger().isPresent())
                .count();
    }

    private static String sentence(Board now, Moment moment) {
        var waiting = moment.missing().isEmpty() ? "" : ": " + moment.missing();
        return switch (moment.act()) {
            case FOUNDING -> "founding the fleet" + waiting;
            case STEADYING -> "towards the baseline" + waiting;
            case PLAYING ->
                "playing, " + time(moment) + " of "
                        + Durations.format(now.drill.heal().at());
            case SETTLING -> "the faults have ended" + waiting;
            case AUDITING -> "the disks are read";
            case OVER -> "over";
        };
    }

    private static String time(Moment moment) {
        return moment.drillNs()
                .map(ns -> "%.1f s".formatted(Duration.ofNanos(ns).toMillis() / 1000.0))
                .orElse("");
    }
}
