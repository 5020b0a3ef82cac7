package io.godwit.migration.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The state diagrams in the package's description are the machines' transitions, all of them and no other.
class DiagramTest {

    private static final Path DESCRIPTION = Path.of("src/main/java/io/godwit/migration/switchover/package-info.java");
    private static final Pattern LINE = Pattern.compile("///\\s+(\\w+)\\s+-> ([\\w ]+)");

    private static final List<Standing> STANDINGS = List.of(
            new Standing.Open(),
            new Standing.Committed(8),
            new Standing.Committed(8, Standing.Pages.OWED),
            new Standing.Committed(8, Standing.Pages.LOST),
            new Standing.Aborted(8),
            new Standing.Superseded("recovery"),
            new Standing.Refused("lost"));

    private static final List<SourceState> SOURCE_STATES = List.of(
            new SourceState.Reserving(),
            new SourceState.Mirroring(),
            new SourceState.Copying(),
            new SourceState.AskingLeader(),
            new SourceState.Pausing(),
            new SourceState.Draining(),
            new SourceState.AwaitingCommit(),
            new SourceState.Aborting(false, Outcome.ABORTED, "why"),
            new SourceState.Aborting(true, Outcome.ABORTED, "why"),
            new SourceState.Relinquishing(Outcome.ABORTED, "why"),
            new SourceState.GoingOn(8, Outcome.ABORTED, "why"),
            new SourceState.Serving(8),
            new SourceState.Releasing(8),
            new SourceState.Ended(Outcome.COMMITTED, ""));

    private static final List<TargetState> TARGET_STATES = List.of(
            new TargetState.Reserving(),
            new TargetState.Receiving(false),
            new TargetState.Verifying(),
            new TargetState.Prepared(),
            new TargetState.Aborting("why"),
            new TargetState.Resuming(8, false),
            new TargetState.Resuming(8, true),
            new TargetState.Pulling(8),
            new TargetState.Stranded(8),
            new TargetState.Settling(8),
            new TargetState.Losing("why"),
            new TargetState.Announcing(8),
            new TargetState.Discarding("why"),
            new TargetState.Ended(Outcome.ABORTED, "why"));

    @Test
    void drawsTheSourceAsItIs() throws IOException {
        assertThat(edges(SOURCE_STATES, sourceEvents(), SourceMachine::on))
                .isEqualTo(drawn("States of the source"))
                .hasSizeGreaterThan(20);
    }

    @Test
    void drawsTheTargetAsItIs() throws IOException {
        assertThat(edges(TARGET_STATES, targetEvents(), TargetMachine::on))
                .isEqualTo(drawn("States of the target"))
                .hasSizeGreaterThan(15);
    }

    @Test
    void hasSamplesOfEveryStateAndEvent() {
        assertThat(names(SOURCE_STATES)).hasSize(SourceState.class.getPermittedSubclasses().length);
        assertThat(names(TARGET_STATES)).hasSize(TargetState.class.getPermittedSubclasses().length);
        assertThat(names(sourceEvents())).hasSize(SourceEvent.class.getPermittedSubclasses().length);
        assertThat(names(targetEvents())).hasSize(TargetEvent.class.getPermittedSubclasses().length);
        assertThat(names(STANDINGS)).hasSize(Standing.class.getPermittedSubclasses().length);
    }

    @Test
    void neverLetsAPausedSourceGoOnWithoutAnAbortThatWon() {
        for (SourceState state : SOURCE_STATES) {
            for (SourceEvent event : sourceEvents()) {
                boolean goesOn = SourceMachine.on(state, event).actions().stream()
                        .anyMatch(action -> action instanceof SourceAction.GoOn);
                boolean won = event instanceof SourceEvent.Learned(Standing.Aborted _);
                assertThat(!goesOn || won).as("%s on %s", state, event).isTrue();
            }
        }
    }

    @Test
    void neverResumesATargetWithoutACommitThatWonWhilePrepared() {
        for (TargetState state : TARGET_STATES) {
            for (TargetEvent event : targetEvents()) {
                List<TargetAction> actions = TargetMachine.on(state, event).actions();
                boolean won = state instanceof TargetState.Prepared
                        && event instanceof TargetEvent.Learned(Standing.Committed _);
                assertThat(actions.stream().anyMatch(action -> action instanceof TargetAction.ResumeGuest))
                        .as("%s on %s", state, event)
                        .isEqualTo(won);
            }
        }
    }

    @Test
    void keepsAPreparedCopyUntilAnAbortHasWon() {
        for (TargetEvent event : targetEvents()) {
            boolean discards = TargetMachine.on(new TargetState.Prepared(), event).actions().stream()
                    .anyMatch(action -> action instanceof TargetAction.Discard);
            boolean over = event instanceof TargetEvent.Learned(Standing.Aborted _)
                    || event instanceof TargetEvent.Learned(Standing.Superseded _);
            assertThat(discards).as("%s", event).isEqualTo(over);
        }
    }

    private static List<SourceEvent> sourceEvents() {
        List<SourceEvent> events = new ArrayList<>(List.of(
                new SourceEvent.Reserved(false),
                new SourceEvent.Reserved(true),
                new SourceEvent.DiskFollows(),
                new SourceEvent.DiskIsThere(),
                new SourceEvent.DiskStays(),
                new SourceEvent.Refused("full"),
                new SourceEvent.SmallEnough(),
                new SourceEvent.GrewAgain(),
                new SourceEvent.NotConverging("no"),
                new SourceEvent.GuestPaused(),
                new SourceEvent.HandedOver(),
                new SourceEvent.NewsMissing(),
                new SourceEvent.Failed("silence"),
                new SourceEvent.GuestRuns(),
                new SourceEvent.GuestGone("fenced"),
                new SourceEvent.CopyReleased()));
        STANDINGS.forEach(standing -> events.add(new SourceEvent.Learned(standing)));
        return events;
    }

    private static List<TargetEvent> targetEvents() {
        List<TargetEvent> events = new ArrayList<>(List.of(
                new TargetEvent.RoomReserved(false),
                new TargetEvent.RoomRefused("full"),
                new TargetEvent.HandedOver(),
                new TargetEvent.InPlace(),
                new TargetEvent.SourceSilent(),
                new TargetEvent.SourceHeard(),
                new TargetEvent.AllHere(),
                new TargetEvent.PagesGone("gone"),
                new TargetEvent.Failed("silence"),
                new TargetEvent.GuestRuns(),
                new TargetEvent.GuestGone("fenced"),
                new TargetEvent.SourceDone(),
                new TargetEvent.CopyReleased()));
        STANDINGS.forEach(standing -> events.add(new TargetEvent.Learned(standing)));
        return events;
    }

    private static <S, E, A> SortedSet<String> edges(
            List<S> states, List<E> events, BiFunction<S, E, Step<S, A>> machine) {
        SortedSet<String> edges = new TreeSet<>();
        for (S from : states) {
            for (E event : events) {
                S to = machine.apply(from, event).state();
                if (from.getClass() != to.getClass()) {
                    edges.add(name(from) + " -> " + name(to));
                }
            }
        }
        return edges;
    }

    private static SortedSet<String> drawn(String heading) throws IOException {
        SortedSet<String> edges = new TreeSet<>();
        boolean found = false;
        for (String line : Files.readAllLines(DESCRIPTION)) {
            found = line.startsWith("/// States of") ? line.contains(heading) : found;
            Matcher edge = LINE.matcher(line);
            if (found && edge.matches()) {
                Arrays.stream(edge.group(2).split(" ")).forEach(to -> edges.add(edge.group(1) + " -> " + to));
            }
        }
        return edges;
    }

    private static SortedSet<String> names(List<?> values) {
        SortedSet<String> names = new TreeSet<>();
        values.forEach(value -> names.add(name(value)));
        return names;
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }
}
