package io.godwit.migration.precopy;

import java.util.Optional;

/// What a pre-copy does so that it converges sooner.
///
/// @param skipsZeroPages a page of zeroes travels as its address alone
/// @param skipsDirtied a page that was written again before its turn in a round waits for the next one (Clark05, §4)
/// @param autoConverge slows a guest that writes too fast
public record Help(boolean skipsZeroPages, boolean skipsDirtied, Optional<AutoConverge> autoConverge) {

    private static final Help NONE = new Help(false, false, Optional.empty());

    public static Help none() {
        return NONE;
    }
}
