package io.godwit.migration.precopy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is expected of pages that go together.
///
/// @param pages that it is about, those among them that need not be sent
/// @param bytes that they are charged
/// @param help what helps come to on the way
record Foreseen(long pages, long bytes, long durationNs, List<HelpUse> help) {

    static final Foreseen NOTHING = new Foreseen(0, 0, 0, List.of());

    Foreseen {
        help = List.copyOf(help);
    }

    /// One after the other.
    Foreseen then(Foreseen next) {
        return new Foreseen(
                pages + next.pages,
                bytes + next.bytes,
                Math.addExact(durationNs, next.durationNs),
                Stream.concat(help.stream(), next.help.stream()).toList());
    }

    Foreseen with(HelpUse use) {
        List<HelpUse> more = new ArrayList<>(help);
        more.add(use);
        return new Foreseen(pages, bytes, durationNs, more);
    }

    /// As a round.
    ///
    /// @param dirtyPages that the guest writes meanwhile
    /// @param throttlePercent of its CPU that is taken from the guest
    Round round(int number, long dirtyPages, int throttlePercent) {
        long saved = help.stream().mapToLong(HelpUse::savedBytes).sum();
        return new Round(number, pages, bytes, durationNs, dirtyPages, saved, throttlePercent);
    }
}
