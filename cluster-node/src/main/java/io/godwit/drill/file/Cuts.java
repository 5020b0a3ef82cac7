package io.godwit.drill.file;

import io.godwit.drill.Area;
import io.godwit.drill.Cut;
import io.godwit.drill.Cut.Side;
import io.godwit.drill.NodeChoice;
import io.godwit.drill.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the sides of a partition, `sides: [rack a/r1, others]` or `from: host x` with `to: others`, and refuses sides
/// that overlap.
final class Cuts {

    private static final String DATASTORE = "datastore ";

    private final Topology topology;
    private final Places places;

    Cuts(Topology topology, Places places) {
        this.topology = topology;
        this.places = places;
    }

    Cut read(Section step) {
        var sides = step.get("sides");
        boolean oneWay = step.get("from").isPresent() || step.get("to").isPresent();
        if (sides.isPresent() == oneWay) {
            throw step.refused("needs either sides: [A, B], or from: A and to: B for one direction");
        }
        return sides.isPresent() ? between(sides.get()) : oneWay(step);
    }

    private Cut between(Item item) {
        List<Item> items = item.list();
        if (items.size() < 2) {
            throw item.refused("needs at least two sides: write [host NAME, others]");
        }
        List<Side> sides = items.stream().map(this::side).toList();
        requireApart(item, sides);
        return new Cut.Between(sides);
    }

    private Cut oneWay(Section step) {
        var from = step.require("from", "from: host NAME");
        Side fromSide = side(from);
        Side toSide = side(step.require("to", "to: others"));
        requireApart(from, List.of(fromSide, toSide));
        return new Cut.OneWay(fromSide, toSide);
    }

    private Side side(Item item) {
        if (item.value() instanceof Value.Text) {
            return item.text().equals("others") ? new Cut.Others() : new Cut.Together(List.of(member(item)));
        }
        List<Cut.Member> members = item.list().stream().map(this::member).toList();
        if (members.isEmpty()) {
            throw item.refused("is a side with nobody on it: name a host, node, rack, site or datastore");
        }
        return new Cut.Together(members);
    }

    private Cut.Member member(Item item) {
        String text = item.text();
        if (text.equals("clients")) {
            return new Cut.Clients();
        }
        if (text.equals("others")) {
            throw item.refused("'others' is a side of its own: take it out of the inner list");
        }
        return text.startsWith(DATASTORE)
                ? new Cut.Datastore(places.array(item, text.substring(DATASTORE.length())))
                : new Cut.Nodes(places.nodeChoice(item));
    }

    private void requireApart(Item item, List<Side> sides) {
        if (sides.stream().filter(Cut.Others.class::isInstance).count() > 1) {
            throw item.refused("'others' can be one side only: name the other one");
        }
        Map<String, Integer> sideOf = new LinkedHashMap<>();
        for (int i = 0; i < sides.size(); i++) {
            List<String> names = new ArrayList<>();
            if (sides.get(i) instanceof Cut.Together(var members)) {
                members.stream().flatMap(this::certain).forEach(names::add);
            }
            for (String name : names) {
                Integer other = sideOf.putIfAbsent(name, i);
                if (other != null && other != i) {
                    throw item.refused(name + " stands on two sides: leave it on one");
                }
            }
        }
    }

    /// What is certainly on a member's side, whatever the seed chooses.
    private Stream<String> certain(Cut.Member member) {
        return switch (member) {
            case Cut.Clients _ -> Stream.of("clients");
            case Cut.Datastore(var array) -> Stream.of(DATASTORE + array);
            case Cut.Nodes(NodeChoice.Named(var node)) -> Stream.of("node " + node);
            case Cut.Nodes(NodeChoice.All(var area)) ->
                Stream.concat(topology.nodesIn(area).map(node -> "node " + node), arraysIn(area));
            case Cut.Nodes _ -> Stream.empty();
        };
    }

    private Stream<String> arraysIn(Area area) {
        return topology.arrays().stream()
                .filter(array -> area.equals(new Area.Site(array.site())))
                .map(array -> DATASTORE + array.name());
    }
}
