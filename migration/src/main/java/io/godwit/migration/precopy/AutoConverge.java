package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import java.util.List;

/// Slows a guest that writes faster than its pages travel, in steps, until it does not: QEMU's auto-converge, judged
/// after each round.
///
/// The defaults are QEMU's (migration/options.c, 9.0): trigger 50 %, start 20 %, step 10 %, at most 99 %.
///
/// @param triggerPercent a round counts when the guest dirtied more than this part of what the round sent
/// @param startPercent the first throttle: the part of its CPU that is taken from the guest
/// @param stepPercent what each further step adds
/// @param mostPercent it is never throttled more
public record AutoConverge(int triggerPercent, int startPercent, int stepPercent, int mostPercent)
        implements Throttling {

    public AutoConverge {
        if (triggerPercent < 1
                || startPercent < 1
                || stepPercent < 1
                || mostPercent > 99
                || startPercent > mostPercent) {
            throw new IllegalArgumentException(
                    "throttles of " + startPercent + " to " + mostPercent + " % by " + stepPercent + " %");
        }
    }

    public static AutoConverge qemu() {
        return new AutoConverge(TRIGGER_PERCENT, 20, 10, 99);
    }

    @Override
    public Aid aid() {
        return Aid.AUTO_CONVERGE;
    }

    @Override
    public int throttleAfter(List<Round> rounds, int vcpus) {
        int throttle = 0;
        int inARow = 0;
        for (Round round : rounds) {
            inARow = isTooMuch(round) ? inARow + 1 : 0;
            if (inARow == ROUNDS_FOR_A_STEP) {
                inARow = 0;
                throttle = throttle == 0 ? startPercent : Math.min(mostPercent, throttle + stepPercent);
            }
        }
        return throttle;
    }

    private boolean isTooMuch(Round round) {
        return round.dirtyPages() * 100 > round.pages() * triggerPercent;
    }
}
