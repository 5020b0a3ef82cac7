package io.godwit.live;

import io.godwit.history.MigrationEvent;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.live.Span.Tone;
import io.godwit.unit.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The migrations under way: phase, round and what remains. Mutable.
final class Moves {

    /// @param words where it stands
    private record Move(VmId vm, String title, String words) {}

    /// Moves beyond these are counted, not listed.
    private static final int MOST = 4;

    private final Map<MigrationId, Move> moves = new LinkedHashMap<>();

    void observe(MigrationEvent event) {
        switch (event) {
            case MigrationEvent.PhaseEntered it ->
                moves.put(
                        it.migration(),
                        new Move(
                                it.vm(),
                                "%s  %s → %s".formatted(it.vm(), it.source(), it.target()),
                                Words.of(it.phase())));
            case MigrationEvent.RoundCompleted it ->
                moves.computeIfPresent(
                        it.migration(),
                        (_, move) -> new Move(
                                it.vm(),
                                move.title(),
                                "precopy, round %d, %,d pages left".formatted(it.round(), it.dirtyPages())));
            case MigrationEvent.Finished it -> moves.remove(it.migration());
            default -> {}
        }
    }

    /// A guest that starts anew has no move under way, though its source may not have lived to say so.
    void started(VmId vm) {
        moves.values().removeIf(move -> move.vm().equals(vm));
    }

    List<Line> lines() {
        if (moves.size() > MOST) {
            return List.of(new Line().add("  moves", Tone.QUIET).to(12).add(moves.size() + " VMs are moving"));
        }
        return moves.values().stream()
                .map(move -> new Line()
                        .add("  moves", Tone.QUIET)
                        .to(12)
                        .add(move.title())
                        .to(44)
                        .add(move.words()))
                .toList();
    }
}
