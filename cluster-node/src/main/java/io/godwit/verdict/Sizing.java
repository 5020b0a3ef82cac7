package io.godwit.verdict;

import io.godwit.advice.Advice.Percentile;
import io.godwit.host.VmUse;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;

/// Which size VMs should have, by what they did in a drill.
///
/// @param rule a file of `config/advice`
/// @param headroomPermille that is to be left free
/// @param windowNs for how long a VM must have been watched
/// @param rows by VM, of those that are there in the end
/// @param savedVcpus fewer than now, with all that is advised; negative: more
public record Sizing(
        String rule,
        Percentile percentile,
        int headroomPermille,
        long windowNs,
        List<SizeRow> rows,
        long savedVcpus,
        long savedMemoryBytes) {

    public Sizing {
        rows = List.copyOf(rows);
    }

    /// One VM.
    ///
    /// @param now what it has in the end
    /// @param usedBytes up to the last page that its guest ever wrote
    /// @param observedNs for how long it was watched, on all its hosts
    /// @param cpu that it wanted, had or not
    /// @param advised empty: it was watched too shortly
    public record SizeRow(
            VmId vm, Size now, long usedBytes, long observedNs, VmUse.Percentiles cpu, Optional<Size> advised) {

        public boolean isOther() {
            return advised.isPresent() && !advised.get().equals(now);
        }
    }

    /// @param freePermille of the vCPUs, at the rule's percentile; negative: it lacks as much
    public record Size(int vcpus, long memoryBytes, int freePermille) {}
}
