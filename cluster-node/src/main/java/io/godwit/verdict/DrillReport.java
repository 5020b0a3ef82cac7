package io.godwit.verdict;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// All that can be said of one played drill. In virtual time the same file, seed and commit give the same report, to
/// the last byte, apart from [#machine].
///
/// @param form of this report; grows when a reader of an older form would be misled
/// @param endNs drill time of the end
/// @param vms in the order of the file
/// @param migrations in the order in which they began
/// @param copies what was taken of VMs and what they went back to, in the order of the registry's log
/// @param steps in the order of the file
/// @param invariants by number
/// @param misbehaviours each time that a guest was out of hand, in the order in which they began
/// @param sizing which size VMs should have; empty unless the drill asks for advice
/// @param leftovers what should not be there any more, a sentence each
public record DrillReport(
        int form,
        Subject subject,
        Verdict verdict,
        Baseline baseline,
        Optional<Long> healedNs,
        long endNs,
        List<ObjectiveRow> objectives,
        List<VmRow> vms,
        List<MigrationRow> migrations,
        List<CopyRow> copies,
        List<StepRow> steps,
        List<InvariantRow> invariants,
        Refusals refusals,
        List<MisbehaviourRow> misbehaviours,
        Optional<Sizing> sizing,
        List<String> leftovers,
        NotCovered notCovered,
        Replay replay,
        Charts charts,
        Machine machine) {

    /// The form that this class is.
    public static final int FORM = 1;

    /// The same report, as made on another machine or compared with another run.
    public DrillReport on(Machine other) {
        return new DrillReport(
                form,
                subject,
                verdict,
                baseline,
                healedNs,
                endNs,
                objectives,
                vms,
                migrations,
                copies,
                steps,
                invariants,
                refusals,
                misbehaviours,
                sizing,
                leftovers,
                notCovered,
                replay,
                charts,
                other);
    }

    /// What was played.
    ///
    /// @param title the name with its cell
    /// @param cell values of the matrix's variables
    public record Subject(
            String name, String title, SortedMap<String, String> cell, Clock clock, Membership membership) {}

    public enum Clock {
        /// In virtual time, in one process.
        VIRTUAL,
        /// On processes of one machine.
        WALL
    }

    public enum Membership {
        MODELLED,
        REAL
    }

    /// Whether there was something to break.
    public record Baseline(boolean reached, String sentence) {}

    /// One step of the timeline: whether it was taken, and whether it was felt.
    ///
    /// @param trigger when it was to be taken, in the file's words
    /// @param mustHappen without it the drill has proved nothing
    /// @param victims nodes that it struck
    /// @param evidence proof that it bit
    /// @param failure why it could not be done
    public record StepRow(
            String id,
            String verb,
            String target,
            String trigger,
            boolean mustHappen,
            Effect effect,
            Optional<Long> takenNs,
            Optional<Long> endedNs,
            List<String> victims,
            Optional<String> evidence,
            Optional<String> failure) {}

    public enum Effect {
        FELT,
        /// It was taken, and nothing shows that it had effect.
        NOT_FELT,
        /// Its moment never came.
        NEVER_TAKEN
    }

    /// How often one invariant was checked, and what broke it.
    ///
    /// @param asked whether the file asks for it; a violation counts either way
    /// @param checked how many times there was something to check
    /// @param violatedNs drill time of what showed it; empty where only the end did, or clocks differ
    public record InvariantRow(
            int number,
            String name,
            Kind kind,
            boolean asked,
            long checked,
            Standing standing,
            Optional<String> violation,
            Optional<Long> violatedNs) {}

    public enum Kind {
        /// It must hold at every instant.
        SAFETY,
        /// It must come true once faults have ended; what breaks it is a recovery that was missed.
        LIVENESS
    }

    /// What the receivers turned away: proof that fences were leant upon.
    ///
    /// @param forged what guests did in another's name; nothing of it is late
    public record Refusals(
            long disksOpened,
            long writes,
            long frames,
            long answers,
            long permits,
            long effectsWithheld,
            Forged forged) {

        public long all() {
            return disksOpened + writes + frames + answers + permits + effectsWithheld;
        }
    }

    /// Frames with another card's address, or with the tag of a foreign virtual LAN, and requests in another VM's name.
    public record Forged(long addresses, long lans, long requests) {

        public long all() {
            return addresses + lans + requests;
        }
    }

    /// What this drill says nothing about.
    ///
    /// @param faults verbs that were not felt
    /// @param phases of migrations that were never entered
    /// @param tiers that were never restarted
    /// @param invariants for which nothing happened that they could check
    /// @param notModelled a sentence each
    public record NotCovered(
            List<String> faults,
            List<String> phases,
            List<Integer> tiers,
            List<String> invariants,
            List<String> notModelled) {}

    /// How to play the very same again.
    ///
    /// @param settings what `--set` gave
    /// @param commit of the program, if known
    public record Replay(
            String file, long seed, SortedMap<String, String> settings, Optional<String> commit, String command) {}
}
