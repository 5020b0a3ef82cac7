package io.godwit.migration;

import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Terms;
import io.godwit.vm.VmSpec;

/// A migration to be made. The registry has it already as the VM's migration in flight.
///
/// @param targetNode that carries the target
public record MigrationOrder(Move move, VmSpec spec, NodeId targetNode, Terms terms) {

    /// Whether somebody runs or stands at the source; else the VM was stopped, and is its disk alone.
    boolean hasGuest() {
        return terms.mode().movesMemory();
    }
}
