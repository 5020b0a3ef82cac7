package io.godwit.report;

import io.godwit.history.DowntimeParts;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// A part of the time that a guest stands still on its way.
enum DowntimePart {
    PAUSE("g0", "pause", it -> Optional.of(it.pauseNs())),
    PAGES("g1", "last pages", DowntimeParts::pagesNs),
    STATE("g2", "device state", it -> Optional.of(it.stateNs())),
    WAY("g3", "on the way", it -> Optional.of(it.transitNs())),
    PROOF("g4", "proof", it -> Optional.of(it.verifyNs())),
    COMMIT("g5", "commit", it -> Optional.of(it.commitNs())),
    RESUME("g6", "resume", it -> Optional.of(it.resumeNs()));

    private final String kind;
    private final String word;
    private final Function<DowntimeParts, Optional<Long>> length;

    DowntimePart(String kind, String word, Function<DowntimeParts, Optional<Long>> length) {
        this.kind = kind;
        this.word = word;
        this.length = length;
    }

    /// Empty if the mode has no such part.
    Optional<Long> of(DowntimeParts parts) {
        return length.apply(parts);
    }

    String kind() {
        return kind;
    }

    String word() {
        return word;
    }

    static Element legend() {
        return Markup.element("p")
                .kind("legend")
                .addAll(Arrays.stream(values())
                        .map(part -> Groups.key(part.kind(), part.word()))
                        .toList());
    }
}
