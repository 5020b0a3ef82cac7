package io.godwit.migration.precopy;

import java.util.List;

/// Slows a guest that writes faster than its pages travel, in steps, until it does not: QEMU's auto-converge, judged
/// after each round.
///
/// The defaults are QEMU's (migration/options.c, 9.0): trigger 50 %, start 20 %, step 10 %, at most 99 %. That it takes
/// two rounds in a row before each step is from memory, unverified.
///
/// @param triggerPercent a round counts when the guest dirtied more than this part of what the round sent
/// @param startPercent the first throttle: the part of its CPU that is taken from the guest
/// @param stepPercent what each further step adds
/// @param mostPercent it is never throttled more
public record AutoConverge(int triggerPercent, int startPercent, int stepPercent, int mostPercent) {

    private static final int ROUNDS_FOR_A_STEP = 2;

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
        return new AutoConverge(50, 20, 10, 99);
    }

    /// How much of its CPU the guest is to lose in the next round; 0 for none.
    public int throttleAfter(List<Round> rounds) {
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
