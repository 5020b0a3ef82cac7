package io.godwit.door;

import io.godwit.history.DowntimeParts;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.migration.DiskCopy;
import io.godwit.migration.PastMigration;
import io.godwit.migration.precopy.Downtime;
import io.godwit.unit.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A migration that has ended, as a door shows it. What only its source knows is absent where that has died.
///
/// @param mode such as `pre-copy`
/// @param why it did not commit, in words for people
/// @param endedAgoNs when the node that tells of it was asked
/// @param tookNs from the order to the end
/// @param bytes charged to the wire
/// @param downtimeNs all of its parts together; absent unless it committed
/// @param parts of the downtime
/// @param help what each help came to
/// @param inFlight writes to its disk that had no answer when it stood still
/// @param missedFrames that came for it at its source while it stood there
public record PastView(
        String vm,
        String migration,
        Optional<String> mode,
        String from,
        String to,
        Outcome outcome,
        Optional<String> why,
        long endedAgoNs,
        long tookNs,
        Optional<Integer> rounds,
        Optional<Long> bytes,
        Optional<Long> downtimeNs,
        Optional<DowntimeParts> parts,
        List<HelpView> help,
        Optional<DiskCopy> disk,
        long inFlight,
        long missedFrames) {

    /// One side's word.
    ///
    /// @param agoNs when it ended, before the node that tells of it was asked
    record Word(PastMigration past, long agoNs) {}

    /// @param sides of one migration, one at least
    static PastView of(List<Word> sides) {
        Word teller = sides.stream()
                .max(Comparator.comparing(word -> word.past().side() == Side.SOURCE))
                .orElseThrow();
        PastMigration past = teller.past();
        Optional<PastMigration> source = Optional.of(past).filter(it -> it.side() == Side.SOURCE);
        Optional<Downtime> downtime =
                sides.stream().flatMap(side -> side.past().downtime().stream()).findFirst();
        return new PastView(
                past.move().vm().value(),
                past.move().migration().value(),
                past.mode().map(Words::of),
                past.move().source().value(),
                past.move().target().value(),
                past.outcome(),
                Optional.of(past.why()).filter(why -> !why.isEmpty()),
                teller.agoNs(),
                past.tookNs(),
                source.map(PastMigration::rounds),
                source.map(PastMigration::bytes),
                downtime.map(Downtime::totalNs),
                downtime.map(Downtime::parts),
                HelpView.of(past.help()),
                past.disk(),
                past.traffic().inFlight(),
                past.traffic().missedFrames());
    }
}
