package io.godwit.report;

import io.godwit.history.MigrationEvent;
import io.godwit.page.Badge;
import io.godwit.page.Badge.Tone;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.Machine.Direction;
import io.godwit.verdict.MisbehaviourRow;
import io.godwit.verdict.Outcome;
import io.godwit.verdict.Standing;
import java.util.Optional;

/// The judgements of a drill as badges.
final class Badges {

    private Badges() {}

    static Badge of(Standing standing) {
        return new Badge(
                switch (standing) {
                    case PASSED -> Tone.GOOD;
                    case MISSED -> Tone.BAD;
                    case VIOLATED -> Tone.GRAVE;
                    case INCONCLUSIVE -> Tone.UNSURE;
                    case NOT_APPLICABLE -> Tone.QUIET;
                },
                spoken(standing));
    }

    static Badge of(Outcome outcome) {
        return new Badge(
                switch (outcome) {
                    case PASSED -> Tone.GOOD;
                    case MISSED -> Tone.BAD;
                    case VIOLATED -> Tone.GRAVE;
                    case INCONCLUSIVE, NO_BASELINE -> Tone.UNSURE;
                },
                spoken(outcome));
    }

    static Badge of(Effect effect) {
        return new Badge(
                switch (effect) {
                    case FELT -> Tone.GOOD;
                    case NOT_FELT -> Tone.UNSURE;
                    case NEVER_TAKEN -> Tone.BAD;
                },
                spoken(effect));
    }

    static Badge of(MisbehaviourRow.Effect effect) {
        return switch (effect) {
            case NONE -> new Badge(Tone.QUIET, "as before");
            case SLOWED -> new Badge(Tone.UNSURE, "slowed");
            case BROKEN -> new Badge(Tone.GRAVE, "promise broken");
            case ENDED -> new Badge(Tone.BAD, "ended");
        };
    }

    static Badge of(Direction direction) {
        return new Badge(
                switch (direction) {
                    case BETTER -> Tone.GOOD;
                    case WORSE -> Tone.BAD;
                    case OTHER -> Tone.QUIET;
                },
                spoken(direction));
    }

    static Badge of(Optional<MigrationEvent.Outcome> outcome) {
        return outcome.map(
                        it -> new Badge(it == MigrationEvent.Outcome.COMMITTED ? Tone.GOOD : Tone.UNSURE, spoken(it)))
                .orElse(new Badge(Tone.BAD, "no end"));
    }

    private static String spoken(Enum<?> constant) {
        return Words.of(constant).replace('-', ' ');
    }
}
