package io.godwit.drill.play;

import io.godwit.device.Disk.Held;
import io.godwit.drill.Drill;
import io.godwit.guest.LedgerRecord;
import io.godwit.history.Entry;
import io.godwit.host.VmUse;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryView;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// All that is known of a drill that was played: the evidence from which the verdict is made. Times are nanoseconds of
/// the console's clock, unless an [Entry] of another node says its own.
///
/// @param baseline when the baseline was reached, or why it never was
/// @param healedNs when the faults were ended; empty if it never came to that
/// @param healedIndex the last entry of the registry's log when the fleet first answered after that; empty if it never
/// did
/// @param stopped why the run was given up before its end
/// @param steps in the file's order
/// @param ledgers what each client outside saw
/// @param audits what the datastore holds of each ledger's VM in the end; no entry where it could not be read
/// @param last what the registry said last; empty if nobody answered
/// @param uses what VMs used from the baseline on, by VM; empty unless the drill wants advice
/// @param realMembership whether membership was Pekko's, or modelled
public record Played(
        Drill drill,
        Baseline baseline,
        Optional<Long> healedNs,
        Optional<Long> healedIndex,
        long endedNs,
        Optional<String> stopped,
        List<StepTaken> steps,
        SortedMap<VmId, LedgerRecord> ledgers,
        SortedMap<VmId, List<Held>> audits,
        List<Entry> history,
        Optional<RegistryView> last,
        List<VmUse> uses,
        boolean realMembership) {

    /// Whether there was something to break.
    public sealed interface Baseline {

        /// Drill time zero.
        record Reached(long atNs) implements Baseline {}

        record NeverReached(String why) implements Baseline {}
    }

    /// What became of a step.
    ///
    /// @param takenNs empty: its moment never came
    /// @param victims nodes that it struck, for the report's bands
    /// @param evidence proof that it bit, in words; empty: it had no effect, or none is known
    /// @param endedNs when it was undone, or came back
    public record StepTaken(
            String id,
            String verb,
            String target,
            Optional<Long> takenNs,
            List<NodeId> victims,
            Optional<String> evidence,
            Optional<Long> endedNs) {}
}
