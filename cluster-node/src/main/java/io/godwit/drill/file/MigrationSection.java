package io.godwit.drill.file;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.migration.precopy.Terms;
import io.godwit.recovery.MoveLimits;
import io.godwit.unit.IllegalQuantity;
import java.util.stream.Stream;

/// What `migration` says: how VMs are moved unless a step says otherwise, and how many at once.
record MigrationSection(Terms terms, MoveLimits limits) {

    private static final String LIMITS = "limits";

    static MigrationSection byDefault() {
        return new MigrationSection(Terms.byDefault(), MoveLimits.byDefault());
    }

    static MigrationSection read(Item item) {
        Section section = item.section(
                Stream.concat(TermsReader.KEYS.stream(), Stream.of(LIMITS)).toArray(String[]::new));
        TermsReader.mode(section).filter(mode -> !isOfAll(mode)).ifPresent(mode -> {
            String instead = ": write pre-copy, suspend-and-copy, post-copy or hybrid here, and that in a step";
            throw section.refusedAt("mode", mode.word() + " is no mode for all VMs" + instead);
        });
        return new MigrationSection(
                TermsReader.read(section, Terms.byDefault()),
                section.get(LIMITS, MigrationSection::limits, MoveLimits.byDefault()));
    }

    private static boolean isOfAll(Mode mode) {
        return mode.movesMemory() && !mode.isOfContainers();
    }

    private static MoveLimits limits(Item item) {
        Section section = item.section("host", "link", "drain");
        MoveLimits usual = MoveLimits.byDefault();
        try {
            return new MoveLimits(
                    limit(section, "host", usual.host()),
                    limit(section, "link", usual.link()),
                    limit(section, "drain", usual.drain()));
        } catch (IllegalQuantity illegal) {
            throw item.refused(illegal.getMessage());
        }
    }

    private static int limit(Section section, String key, int usual) {
        return section.get(key, it -> it.whole(0, Integer.MAX_VALUE), usual);
    }
}
