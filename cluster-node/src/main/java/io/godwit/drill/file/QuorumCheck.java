package io.godwit.drill.file;

import io.godwit.drill.Action;
import io.godwit.drill.NodeChoice;
import io.godwit.drill.Topology;
import io.godwit.drill.file.TimelineSection.Line;
import io.godwit.link.NodeId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether the timeline takes a majority of the voters away for ever, so that nothing could recover. It counts what is
/// certain: named nodes, whole areas, and the nodes of controllers, which are always voters.
record QuorumCheck(Topology topology, List<Line> lines) {

    void check() {
        Set<NodeId> gone = new TreeSet<>();
        int controllersGone = 0;
        int voters = topology.voters().size();
        for (Line line : lines) {
            controllersGone += takesController(line.step().action()) ? 1 : 0;
            gone.addAll(takenForEver(line.step().action()));
            int lost = Math.max(
                    (int) topology.voters().stream().filter(gone::contains).count(), controllersGone);
            if (lost > voters / 2) {
                throw line.item()
                        .refused("leaves " + (voters - lost) + " of " + voters
                                + " voters for ever, and without a majority nothing recovers: add back: 20s, or"
                                + " other voters");
            }
        }
    }

    private List<NodeId> takenForEver(Action action) {
        return switch (action) {
            case Action.Kill(NodeChoice.Named(var node), var back) when back.isEmpty() -> List.of(node);
            case Action.Kill(NodeChoice.All(var area), var back)
            when back.isEmpty() -> topology.nodesIn(area).toList();
            default -> List.of();
        };
    }

    private static boolean takesController(Action action) {
        return switch (action) {
            case Action.Kill(NodeChoice.OfController(), var back) -> back.isEmpty();
            case Action.Crash(Action.Party party, Action.Blow how, var back) ->
                party == Action.Party.CONTROLLER && how == Action.Blow.KILL && back.isEmpty();
            default -> false;
        };
    }
}
