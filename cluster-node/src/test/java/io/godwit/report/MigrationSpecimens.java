package io.godwit.report;

import static io.godwit.report.Specimens.SECOND_NS;

import io.godwit.history.DowntimeParts;
import io.godwit.history.MigrationEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.verdict.MigrationRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Migrations of many rounds, one of which did not end well.
final class MigrationSpecimens {

    private static final DowntimeParts PARTS =
            new DowntimeParts(300_000, Optional.of(9_400_000L), 700_000, 500_000, 1_800_000, 4_000_000, 2_000_000);

    private MigrationSpecimens() {}

    static MigrationRow migration(VmId vm, int index) {
        var rounds = rounds(4 + 10 * index);
        boolean moved = index != 1;
        return new MigrationRow(
                new MigrationId("m" + index),
                vm,
                new HostId("host-0"),
                new HostId("host-3"),
                1,
                MigrationEvent.Mode.PRE_COPY,
                Optional.of(moved ? MigrationEvent.Phase.RELEASE : MigrationEvent.Phase.SWITCHOVER),
                Optional.of(moved ? MigrationEvent.Outcome.COMMITTED : MigrationEvent.Outcome.ABORTED),
                moved ? Optional.empty() : Optional.of("the target was lost"),
                Optional.of(10 * SECOND_NS),
                Optional.of((13 + index) * SECOND_NS),
                rounds.stream().mapToLong(MigrationRow.Round::bytes).sum(),
                moved ? Optional.of(18_700_000L) : Optional.empty(),
                Optional.of(PARTS).filter(_ -> moved),
                moved
                        ? Optional.of(new MigrationRow.Disk(
                                24_000_000, 20_000_000, 12, 200_000_000, Optional.of(foretoldDisk())))
                        : Optional.empty(),
                moved ? Optional.of(2L) : Optional.empty(),
                moved ? 3 : 0,
                moved ? Optional.of(212_000_000L) : Optional.empty(),
                slowed(index == 0),
                Optional.of(foretold(rounds, moved)),
                List.of(new MigrationRow.Help(MigrationEvent.Aid.DELTAS, 900, 600, 1_800_000, 1_600_000, 0)),
                Optional.of(new MigrationRow.Cpu(613_000_000, 598_000_000)),
                Optional.empty(),
                rounds);
    }

    private static MigrationRow.ForetoldDisk foretoldDisk() {
        return new MigrationRow.ForetoldDisk(
                new MigrationRow.Compared(24_200_000, Optional.of(24_000_000L), Optional.of(-0.8)),
                new MigrationRow.Compared(190_000_000, Optional.of(200_000_000L), Optional.of(5.3)));
    }

    private static List<MigrationRow.Round> rounds(int count) {
        var rounds = new ArrayList<MigrationRow.Round>();
        long bytes = 1_073_741_824L;
        for (int round = 1; round <= count; round++) {
            long pages = bytes / 4096;
            rounds.add(new MigrationRow.Round(
                    round,
                    Optional.of(10 * SECOND_NS),
                    pages,
                    bytes,
                    bytes,
                    1_180_000_000L - round * 9_000_000L,
                    236_000_000L,
                    pages / 5,
                    0,
                    0));
            bytes = Math.max(65_536, bytes / 5);
        }
        return rounds;
    }

    private static List<MigrationRow.Slowdown> slowed(boolean is) {
        return is
                ? List.of(new MigrationRow.Slowdown(MigrationEvent.Side.SOURCE, 3_000_000_000L, 450_000_000L, 15.0))
                : List.of();
    }

    private static MigrationRow.Foretold foretold(List<MigrationRow.Round> rounds, boolean moved) {
        long bytes = rounds.stream().mapToLong(MigrationRow.Round::bytes).sum();
        return new MigrationRow.Foretold(
                true,
                compared(rounds.size() - 1, Optional.of((long) rounds.size()).filter(_ -> moved)),
                compared(bytes * 5 / 4, Optional.of(bytes).filter(_ -> moved)),
                compared(2_500_000_000L, Optional.of(3_000_000_000L).filter(_ -> moved)),
                compared(17_000_000L, Optional.of(18_700_000L).filter(_ -> moved)),
                new DowntimeParts(0, Optional.of(10_000_000L), 700_000, 500_000, 1_000_000, 3_800_000, 1_000_000));
    }

    private static MigrationRow.Compared compared(long predicted, Optional<Long> actual) {
        return new MigrationRow.Compared(
                predicted, actual, actual.map(came -> Math.round(1_000.0 * (came - predicted) / predicted) / 10.0));
    }
}
