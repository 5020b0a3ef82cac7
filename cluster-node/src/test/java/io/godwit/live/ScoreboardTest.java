package io.godwit.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Drill;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.drill.play.Audience.Act;
import io.godwit.drill.play.Audience.Moment;
import io.godwit.history.Entry;
import io.godwit.history.Event;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.LedgerEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoreboardTest {

    private static final Path CONFIG = Path.of(System.getProperty("godwit.home", ".."), "config");
    private static final long MS = 1_000_000;
    private static final NodeId ONE = new NodeId("a-r1-1");
    private static final NodeId TWO = new NodeId("a-r2-1");
    private static final VmId APP = new VmId("app-1");
    private static final MigrationId MOVE = new MigrationId("app-1@1");

    private final List<String> told = new ArrayList<>();
    private final Scoreboard board = new Scoreboard(line -> told.add(line.plain()));
    private long sequence;

    private static Drill drill() {
        return DrillFiles.load(
                        CONFIG.resolve("drills").resolve("crash-matrix.yaml"),
                        Arguments.none(),
                        new Surroundings(HostFolder.read(CONFIG.resolve("hosts")), DrillFiles.traceFolders()))
                .getFirst();
    }

    @Test
    void hasNothingToShowBeforeADrillBegins() {
        board.saw(entry(0, new FleetEvent.NodeJoined(ONE, 1)));

        assertThat(board.lines()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void showsHostsMovesWritesAndWhatHappened() {
        board.begins(drill());
        playUntilTheKill();

        assertThat(board.lines())
                .extracting(Line::plain)
                .containsExactly("""
                  crash-matrix[phase=reserve,victim=source,mode=pre-copy,how=kill]  seed 11 playing, 4.0 s of 22s

                  ● a-r1-1      killed            1 VMs   leads
                  ● a-r2-1      up                0 VMs
                  ● a-r3-1      starting          0 VMs

                  moves     app-1  a-r1-1 → a-r2-1          precopy, round 1, 1,300 pages left
                  writes    █                         2/s   1 of 6 clients heard

                           a-r1-1 joined, incarnation 1
                           a-r2-1 joined, incarnation 1
                           a-r1-1 leads, term 1
                           playing, 2.0 s of 22s
                    2.0 s  crash: crash migration source
                    4.0 s  crash: ended the process of a-r1-1
                """.stripIndent().lines().toArray(String[]::new));
    }

    @Test
    void saysHowManyVmsOfAHostStillBoot() {
        board.begins(drill());
        var host = new HostId("a-r1-1");
        stands(1, new RegistryEvent.Owner(host, 1, true, true));
        assertThat(board.lines()).extracting(Line::plain).anyMatch(line -> line.endsWith("  1 VMs, 1 booting"));
        stands(2, new RegistryEvent.Owner(host, 1, true));
        assertThat(board.lines()).extracting(Line::plain).noneMatch(line -> line.contains("booting"));
    }

    private void stands(long index, RegistryEvent.Owner owner) {
        var stands = new RegistryEvent.VmStands(APP, 1, Optional.of(owner), true);
        board.saw(entry(100 + index, new RegistryEvent.Decided(index, 1, stands)));
    }

    @Test
    void tellsEachEventOnce() {
        board.begins(drill());
        playUntilTheKill();

        assertThat(told)
                .hasSize(6)
                .contains("    2.0 s  crash: crash migration source")
                .doesNotHaveDuplicates();
    }

    @Test
    void showsNoMoveOfAGuestThatWasStartedAnew() {
        board.begins(drill());
        playUntilTheKill();
        board.saw(entry(9_000, new GuestEvent.Started(APP, new HostId("a-r2-1"), 3, 1, true)));

        assertThat(board.lines()).extracting(Line::plain).noneMatch(line -> line.startsWith("  moves"));
        assertThat(told).last().isEqualTo("    4.0 s  app-1 was started again on a-r2-1, epoch 3");
    }

    private void playUntilTheKill() {
        board.saw(entry(100, new FleetEvent.NodeJoined(ONE, 1)));
        board.saw(entry(110, new FleetEvent.NodeJoined(TWO, 1)));
        board.saw(entry(120, new FleetEvent.LeaderElected(ONE, 1)));
        board.saw(entry(200, stands(7, new HostId("a-r1-1"))));
        board.saw(entry(201, stands(7, new HostId("a-r1-1"))));
        board.saw(entry(202, stands(6, new HostId("a-r3-1"))));
        board.stands(new Moment(Act.PLAYING, Optional.of(2_000 * MS), ""));
        board.saw(entry(2_000, new FaultEvent.Injected("crash", "crash", "migration source")));
        board.saw(entry(
                2_500,
                new MigrationEvent.PhaseEntered(
                        MOVE, APP, new HostId("a-r1-1"), new HostId("a-r2-1"), 1, Phase.PRECOPY, Side.SOURCE)));
        board.saw(entry(2_600, new MigrationEvent.RoundCompleted(MOVE, APP, 1, 9, 9, 9, 1_300, 0, 0)));
        board.saw(entry(2_700, new LedgerEvent.Acknowledged(APP, 1, 1, 9)));
        board.saw(entry(3_600, new LedgerEvent.Acknowledged(APP, 2, 1, 9)));
        board.stands(new Moment(Act.PLAYING, Optional.of(4_000 * MS), ""));
        board.saw(entry(4_000, new FaultEvent.ProcessEnded("crash", ONE)));
        board.saw(entry(4_001, new FaultEvent.Bit("crash", "ended the process of a-r1-1")));
    }

    private static Event stands(long index, HostId host) {
        return new RegistryEvent.Decided(
                index,
                1,
                new RegistryEvent.VmStands(APP, 1, Optional.of(new RegistryEvent.Owner(host, 1, true)), true));
    }

    private Entry entry(long atMs, Event event) {
        return new Entry(atMs * MS, ONE, ++sequence, event);
    }
}
