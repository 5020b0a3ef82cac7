package io.godwit.door;

import io.godwit.registry.Priority;
import io.godwit.unit.MemorySize;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import java.util.List;
import java.util.Optional;

/// A VM as a door shows it.
///
/// @param host where it is; empty as long as it has none
/// @param cores that it is pinned to; empty: it may run on any
/// @param revision how often it was asked to be another
/// @param onIsolation of a protected one
/// @param migration the one under way
/// @param lastMigration how the last one ended
/// @param queued the move that waits for its turn
/// @param home where it starts next; empty: where there is room
/// @param copies what was kept of it; empty if nothing ever was
public record VmView(
        String vm,
        String group,
        State state,
        Optional<String> host,
        long epoch,
        int vcpus,
        MemorySize memory,
        Optional<List<Integer>> cores,
        long revision,
        Protection protect,
        Optional<Isolation> onIsolation,
        int tier,
        String disk,
        String image,
        Optional<Moving> migration,
        Optional<Moved> lastMigration,
        Optional<Waits> queued,
        Optional<String> home,
        Optional<CopiesView> copies) {

    /// How a VM stands with the registry.
    public enum State {
        RUNNING,
        MOVING,
        /// It runs, and pages of it still follow from where it was: it is lost if that host is.
        FETCHING,
        PAUSED,
        /// Given to a host, which has not confirmed it yet.
        STARTING,
        /// Its host has started it, and its guest has not begun yet.
        BOOTING,
        /// It has no host, and shall get one.
        WAITING,
        /// Its host was declared lost, and it may still run there.
        UNREACHABLE,
        /// Its host is ending it, as asked.
        STOPPING,
        /// Its host is booting it again, as asked.
        REBOOTING,
        /// It was stopped, or ended with its host, and nobody asked for it to be started again.
        STOPPED
    }

    public record Moving(String migration, String from, String to) {}

    /// @param to empty: the placement chooses
    public record Waits(Optional<String> to, Priority priority) {}

    /// @param servedBy the host that still sends pages after it
    public record Moved(String migration, boolean committed, Optional<String> servedBy) {}
}
