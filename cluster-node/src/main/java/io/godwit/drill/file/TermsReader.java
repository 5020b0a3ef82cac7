package io.godwit.drill.file;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.migration.precopy.Channels;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.TermsWish;
import io.godwit.unit.IllegalQuantity;
import java.util.List;
import java.util.Optional;

/// Reads how VMs are to be moved, from the file's `migration` or a step.
final class TermsReader {

    static final List<String> KEYS = List.of(
            "mode",
            "stop",
            "downtime-limit",
            "max-rounds",
            "bandwidth",
            "help",
            "dirty-limit",
            "delta-cache",
            "delta-size",
            "channels",
            "channel-bandwidth");

    private TermsReader() {}

    static Optional<Mode> mode(Section section) {
        return section.get("mode").map(item -> item.word(Mode.class));
    }

    private static HelpWish help(Section section) {
        return new HelpWish(
                section.get("help").map(item -> item.list().stream()
                        .map(aid -> aid.word(Aid.class))
                        .toList()),
                section.get("dirty-limit").map(Item::bandwidth),
                section.get("delta-cache").map(Item::memory),
                section.get("delta-size").map(Item::memory),
                section.get("channels").map(item -> item.whole(1, Channels.MOST)),
                section.get("channel-bandwidth").map(Item::bandwidth));
    }

    /// What a section says, and for the rest what is usual.
    static Terms read(Section section, Terms usual) {
        var wish = new TermsWish(
                mode(section),
                section.get("stop").map(item -> item.word(TermsWish.Rule.class)),
                section.get("downtime-limit").map(Item::durationAboveZero),
                section.get("max-rounds").map(item -> item.whole(0, 10_000)),
                section.get("bandwidth").map(Item::bandwidth),
                help(section));
        try {
            return wish.over(usual);
        } catch (IllegalQuantity contradiction) {
            throw section.refused(contradiction.getMessage());
        }
    }
}
