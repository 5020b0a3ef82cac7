package io.godwit.recovery;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.placement.Filter;
import io.godwit.registry.HostRecord;
import io.godwit.registry.VmRecord;
import io.godwit.unit.Words;
import io.godwit.virtualization.Abilities;
import io.godwit.virtualization.ContainerMove;
import io.godwit.virtualization.CpuFeature;
import io.godwit.vm.VmKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// In which modes a VM can move from where it is. What a person asks for is taken at its word; else a VM of the usual
/// kinds moves in the fleet's mode, and a container as its engine does it best.
record MoveWays(FleetView view) {

    private static final String OF_VMS = "pre-copy, suspend-and-copy, post-copy or hybrid";

    /// @param asked by whoever wants the move; empty: as usual
    /// @param usual the fleet's
    Mode mode(VmRecord vm, Optional<Mode> asked, Mode usual) {
        if (asked.isPresent() || vm.spec().kind() != VmKind.CONTAINER) {
            return asked.orElse(usual);
        }
        return abilities(vm).stream()
                .flatMap(engine -> engine.containerMoves().stream())
                .findFirst()
                .map(MoveWays::mode)
                .orElse(usual);
    }

    /// Why the VM, which runs, can't move in this mode wherever it goes.
    Optional<String> objection(VmRecord vm, Mode mode) {
        boolean isContainer = vm.spec().kind() == VmKind.CONTAINER;
        if (!isContainer) {
            return mode.isOfContainers()
                    ? Optional.of(mode.word() + " is for containers (a VM of kind "
                            + Words.of(vm.spec().kind()) + " moves by " + OF_VMS
                            + "; or stop it, and move it with --mode cold)")
                    : Optional.empty();
        }
        return abilities(vm).flatMap(engine -> objection(engine, mode));
    }

    private static Optional<String> objection(Abilities engine, Mode mode) {
        List<ContainerMove> moves = engine.containerMoves();
        if (moves.isEmpty()) {
            return Optional.of(
                    engine.hypervisor() + " moves no containers that run (stop it, and move it with --mode" + " cold)");
        }
        return moves.stream().anyMatch(move -> mode(move) == mode)
                ? Optional.empty()
                : Optional.of(engine.hypervisor() + " moves no containers by " + mode.word() + ", only by "
                        + String.join(" or ", moves.stream().map(Words::of).toList()));
    }

    /// What a host must have beyond room for this VM to come to it in this mode.
    List<Filter> filters(VmRecord record, Mode mode) {
        var filters = new ArrayList<Filter>();
        if (mode.movesMemory()) {
            filters.add((vm, host) -> lacking(record, host.host().abilities()));
            abilities(record)
                    .map(Abilities::page)
                    .ifPresent(page -> filters.add(
                            (vm, host) -> host.host().abilities().page().equals(page)
                                    ? Optional.empty()
                                    : Optional.of("has pages of "
                                            + host.host().abilities().page() + ", and its memory is in pages of "
                                            + page)));
        }
        if (mode == Mode.FREEZE_AND_COPY) {
            filters.add((vm, host) -> host.host().abilities().containerMoves().contains(ContainerMove.FREEZE_AND_COPY)
                    ? Optional.empty()
                    : Optional.of("can't restore it, as "
                            + host.host().abilities().hypervisor() + " moves no containers by " + mode.word()));
        }
        return filters;
    }

    /// A guest that runs does not look again what its processor has.
    private static Optional<String> lacking(VmRecord vm, Abilities there) {
        List<CpuFeature> missing = CpuFeature.missing(vm.found(), there.features());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("lacks "
                        + String.join(", ", missing.stream().map(Words::of).toList())
                        + ", which its guest found where it booted (a cpu-baseline keeps guests from that; one that was"
                        + " stopped moves with --mode cold)");
    }

    private Optional<Abilities> abilities(VmRecord vm) {
        return vm.owner().flatMap(owner -> view.host(owner.host())).map(HostRecord::abilities);
    }

    private static Mode mode(ContainerMove move) {
        return switch (move) {
            case FREEZE_AND_COPY -> Mode.FREEZE_AND_COPY;
            case RESTART -> Mode.RESTART;
        };
    }
}
