package io.godwit.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.Entry;
import io.godwit.history.Event;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final List<Event> EVENTS = List.of(
            new GuestEvent.Started(new VmId("web-1"), new HostId("h1"), 3, 2, true),
            new MigrationEvent.PhaseEntered(
                    new MigrationId("m-1"),
                    new VmId("web-1"),
                    new HostId("h1"),
                    new HostId("h2"),
                    3,
                    MigrationEvent.Phase.COMMIT,
                    MigrationEvent.Side.TARGET),
            new FleetEvent.LostDeclared(new NodeId("n2"), 4, 7, FleetEvent.Evidence.PERMIT_EXPIRED),
            new FaultEvent.Bit("kill", "exit code 137, \"at once\"\nand a line"));

    @TempDir
    private Path folder;

    @Test
    void givesBackEveryEventInItsOrderWithTimeAndSequence() throws IOException {
        write(EVENTS);
        assertThat(entries())
                .isEqualTo(IntStream.range(0, EVENTS.size())
                        .mapToObj(i -> new Entry(42, NODE, i, EVENTS.get(i)))
                        .toList());
    }

    @Test
    void namesEventsAsPeopleWould() {
        assertThat(EntryLine.text(new Entry(42, NODE, 0, new FaultEvent.Healed("cut"))))
                .isEqualTo("{\"atNs\":42,\"node\":\"n1\",\"sequence\":0,"
                        + "\"event\":[\"FaultEvent.Healed\",{\"step\":\"cut\"}]}");
    }

    @Test
    void keepsTheHistoriesOfAllLivesOfANode() throws IOException {
        write(EVENTS.subList(0, 2));
        write(EVENTS.subList(2, 4));
        assertThat(entries()).extracting(Entry::event).containsExactlyElementsOf(EVENTS);
        assertThat(entries()).extracting(Entry::sequence).containsExactly(0L, 1L, 0L, 1L);
    }

    @Test
    void passesOverATornLastLineOfALifeThatWasKilled() throws IOException {
        write(EVENTS.subList(0, 1));
        tear("{\"atNs\":43,\"node\":\"n");
        write(EVENTS.subList(1, 2));
        assertThat(entries()).extracting(Entry::event).containsExactlyElementsOf(EVENTS.subList(0, 2));
    }

    @Test
    void readsOnWhereItStoppedAndFindsALineOnceItHasItsEnd() throws IOException {
        HistoryFolder history = new HistoryFolder(folder);
        assertThat(history.read(Position.START).isNews()).isFalse();
        write(EVENTS.subList(0, 1));
        Piece first = history.read(Position.START);
        assertThat(EntryLine.read(first.lines())).hasSize(1);
        String line = EntryLine.text(new Entry(1, NODE, 1, EVENTS.get(1)));
        tear(line);
        assertThat(history.read(first.next()).isNews()).isFalse();
        tear("\n");
        assertThat(EntryLine.read(history.read(first.next()).lines()))
                .extracting(Entry::event)
                .containsExactly(EVENTS.get(1));
    }

    @Test
    void readsLongHistoriesPieceByPiece() throws IOException {
        List<Event> many = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            many.addAll(EVENTS);
        }
        write(many);
        assertThat(new HistoryFolder(folder).read(Position.START).lines().length)
                .isBetween(HistoryFolder.MAX_PIECE_BYTES / 2, HistoryFolder.MAX_PIECE_BYTES);
        assertThat(entries()).extracting(Entry::event).isEqualTo(many);
    }

    private void write(List<Event> events) throws IOException {
        try (HistoryLog log = HistoryLog.open(folder, NODE, () -> 42)) {
            events.forEach(log::record);
        }
    }

    private void tear(String text) throws IOException {
        Files.write(
                folder.resolve("history-0.jsonl"), text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    private List<Entry> entries() throws IOException {
        return new HistoryFolder(folder).entries();
    }
}
