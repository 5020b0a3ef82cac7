package io.godwit.recovery;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.link.LinkLoad;
import io.godwit.registry.VmRecord;
import java.util.Optional;

/// What the registry's record says of a move that is only thought of.
///
/// @param view of the fleet
public record MoveOutlook(FleetView view) {

    /// How it would be moved if nobody said otherwise.
    ///
    /// @param asked by whoever wants to know; empty: as usual
    /// @param usual the fleet's
    public Mode mode(VmRecord vm, Optional<Mode> asked, Mode usual) {
        return new MoveWays(view).mode(vm, asked, usual);
    }

    /// Why nothing can be said of that: it can't be moved so, or what it would take is no matter of pages.
    public Optional<String> objection(VmRecord vm, Mode mode) {
        if (vm.migration().isPresent()) {
            return Optional.of(vm.id() + " moves already: `godwit migrations` says how far that is");
        }
        if (mode == Mode.COLD) {
            return Optional.of(
                    vm.id() + " runs, and a cold move is of one that was stopped: nothing travels, and there is"
                            + " nothing to predict");
        }
        Optional<String> impossible = new MoveWays(view).objection(vm, mode);
        if (impossible.isPresent() || mode != Mode.RESTART) {
            return impossible.map(why -> vm.id() + " can't move so: " + why);
        }
        return Optional.of("mode restart is not predicted: no memory travels, and " + vm.id()
                + " is away for as long as" + " it takes to end and to boot (`times` in its hypervisor's profile)");
    }

    /// Who would share the link between two hosts' sites if it moved.
    public LinkLoad load(HostId source, HostId target) {
        return LinkShares.withOneMore(view, source, target);
    }
}
