package io.godwit.verdict;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.vm.VmKind;
import java.util.List;
import java.util.Optional;

/// What one guest did that was out of hand, and whom it reached.
///
/// @param kind empty: the VM is not of the file
/// @param fromNs drill time
/// @param untilNs drill time until which others are looked at
/// @param tried how often it forged; empty where it did not, or never told
/// @param refused how often that was refused
/// @param ended why it ended itself meanwhile
/// @param own what it wanted and got itself; empty if it was not looked at
/// @param neighbours the others of its host, by name
public record MisbehaviourRow(
        VmId vm,
        Optional<VmKind> kind,
        HostId host,
        Misbehaviour how,
        long fromNs,
        long untilNs,
        Optional<Long> tried,
        long refused,
        Optional<Why> ended,
        Optional<Figures> own,
        List<Neighbour> neighbours) {

    /// Those that lost something: the blast radius.
    public List<Neighbour> reached() {
        return neighbours.stream().filter(it -> it.effect() != Effect.NONE).toList();
    }

    /// @param before what it wanted and got until then; empty if it was not looked at before
    /// @param during empty if it had ended by then
    public record Neighbour(
            VmId vm, Optional<VmKind> kind, Effect effect, Optional<Figures> before, Optional<Figures> during) {}

    public enum Effect {
        /// It had what it had before.
        NONE,
        /// It got less than before, and all that it is promised.
        SLOWED,
        /// It did not get what it is promised.
        BROKEN,
        /// It ended with it.
        ENDED
    }

    /// What a guest wanted and got in a time.
    ///
    /// @param promisedNs how much of the CPU it wanted was reserved
    /// @param brokenNs how much of that it did not get
    /// @param diskWanted operations of its bulk; what it got is rounded to whole ones
    /// @param framesWanted frames of its bulk that it wanted to send, and that were sent to it
    /// @param framesGot those that it sent and got
    /// @param framesSent those that it sent
    /// @param brokenBytes what of the memory it reserved was not in frames, at most
    public record Figures(
            long lengthNs,
            long wantedNs,
            long gotNs,
            long promisedNs,
            long brokenNs,
            long stallNs,
            long promisedBytes,
            long brokenBytes,
            long diskWanted,
            long diskGot,
            long framesWanted,
            long framesGot,
            long framesSent) {

        /// Of the frames that it wanted to send and that were sent to it, in thousandths.
        public long framesPermille() {
            return framesWanted == 0 ? 1_000 : Math.min(1_000, Math.round(1_000.0 * framesGot / framesWanted));
        }

        /// Of the operations of its disk that it wanted, in thousandths.
        public long diskPermille() {
            return diskWanted == 0 ? 1_000 : Math.min(1_000, Math.round(1_000.0 * diskGot / diskWanted));
        }

        /// Of the CPU it wanted, in thousandths.
        public long gotPermille() {
            return wantedNs == 0 ? 1_000 : Math.round(1_000.0 * gotNs / wantedNs);
        }

        /// Of the time, in thousandths.
        public long stallPermille() {
            return lengthNs == 0 ? 0 : Math.round(1_000.0 * stallNs / lengthNs);
        }
    }
}
