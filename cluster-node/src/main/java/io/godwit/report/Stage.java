package io.godwit.report;

import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.unit.Words;
import io.godwit.verdict.VmRow.Stages;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/// A part of the time that a recovery takes.
enum Stage {
    DETECT("s0", Stages::detectNs),
    FENCE("s1", Stages::fenceNs),
    DECIDE("s2", Stages::decideNs),
    PLACE("s3", Stages::placeNs),
    START("s4", Stages::startNs),
    FIRST_WRITE("s5", Stages::firstWriteNs);

    private final String kind;
    private final Function<Stages, Optional<Long>> length;

    Stage(String kind, Function<Stages, Optional<Long>> length) {
        this.kind = kind;
        this.length = length;
    }

    Optional<Long> of(Stages stages) {
        return length.apply(stages);
    }

    String word() {
        return Words.of(this).replace('-', ' ');
    }

    String kind() {
        return kind;
    }

    static long sumNs(Stages stages) {
        return Arrays.stream(values())
                .mapToLong(stage -> stage.of(stages).orElse(0L))
                .sum();
    }

    static Element legend() {
        return Markup.element("p")
                .kind("legend")
                .addAll(Arrays.stream(values())
                        .map(stage -> Groups.key(stage.kind(), stage.word()))
                        .toList())
                .add(Groups.key("limit-key", "objective"));
    }
}
