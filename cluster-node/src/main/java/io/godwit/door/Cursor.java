package io.godwit.door;

import io.godwit.chronicle.Position;
import io.godwit.link.NodeId;
import io.godwit.unit.Excerpt;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How far a reader has come in the histories of all nodes, as a text that it can come back with:
/// `array-a=0.512,h1=1.80`.
record Cursor(SortedMap<NodeId, Position> positions) {

    private static final Pattern PART = Pattern.compile("([\\w.-]{1,60})=(\\d{1,6})\\.(\\d{1,18})");

    Cursor {
        positions = new TreeMap<>(positions);
    }

    /// @throws Malformed if the text is none that [#toString] wrote
    static Cursor parse(String text) {
        SortedMap<NodeId, Position> positions = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw new Malformed(
                        "'" + Excerpt.of(text) + "' is no place in the fleet's history: give back an id of an event");
            }
            positions.put(
                    new NodeId(matcher.group(1)),
                    new Position(Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))));
        }
        return new Cursor(positions);
    }

    @Override
    public String toString() {
        return positions.entrySet().stream().map(Cursor::part).collect(Collectors.joining(","));
    }

    private static String part(Map.Entry<NodeId, Position> entry) {
        return entry.getKey() + "=" + entry.getValue().life() + "."
                + entry.getValue().offset();
    }
}
