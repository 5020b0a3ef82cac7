package io.godwit.drill.play;

import io.godwit.drill.Drill;
import io.godwit.history.Entry;
import java.util.Optional;

/// Who watches while a drill is played. Told from several threads; it must not hold anybody up.
public interface Audience {

    /// Where a drill stands.
    enum Act {
        /// Its fleet is there, its VMs are not.
        FOUNDING,
        /// Not all is as its baseline wants it, or not for long enough.
        STEADYING,
        PLAYING,
        /// The faults are ended, and not all is well yet.
        SETTLING,
        /// Clients get their last answers, and the disks are read.
        AUDITING,
        OVER
    }

    /// @param act where the drill stands
    /// @param drillNs drill time; empty before the baseline is reached
    /// @param missing what is waited for, first of all
    record Moment(Act act, Optional<Long> drillNs, String missing) {}

    /// A drill is about to be played.
    void begins(Drill drill);

    void stands(Moment moment);

    /// Something happened, on the fleet or on the console.
    void saw(Entry entry);

    /// An audience that isn't there.
    static Audience nobody() {
        return new Audience() {
            @Override
            public void begins(Drill drill) {}

            @Override
            public void stands(Moment moment) {}

            @Override
            public void saw(Entry entry) {}
        };
    }
}
