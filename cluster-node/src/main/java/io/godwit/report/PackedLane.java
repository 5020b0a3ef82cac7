package io.godwit.report;

import io.godwit.identity.VmId;
import io.godwit.verdict.Charts.Lane;
import io.godwit.verdict.Charts.Stay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The stays on one host, put into as few rows as there is room for.
///
/// @param leftOut stays for which there is none
record PackedLane(Lane lane, List<Bar> bars, int rows, int leftOut) {

    /// Bars that run side by side on one host.
    private static final int MOST_ROWS = 24;

    /// Rows that are tall enough for a name.
    private static final int NAMED_ROWS = 6;

    record Bar(Stay stay, int row) {}

    /// Each stay in the row that its VM had before, or else in the first that is free.
    static PackedLane of(Lane lane, int mostBars) {
        var ends = new ArrayList<Long>();
        Map<VmId, Integer> rows = new TreeMap<>();
        var bars = new ArrayList<Bar>();
        var inOrder = lane.stays().stream()
                .sorted(Comparator.comparingLong(Stay::fromNs).thenComparing(Stay::vm))
                .toList();
        for (var stay : inOrder) {
            int row = rowFor(stay, rows.getOrDefault(stay.vm(), 0), ends);
            if (row < MOST_ROWS && bars.size() < mostBars) {
                if (row == ends.size()) {
                    ends.add(stay.toNs());
                } else {
                    ends.set(row, stay.toNs());
                }
                rows.put(stay.vm(), row);
                bars.add(new Bar(stay, row));
            }
        }
        return new PackedLane(lane, bars, ends.size(), inOrder.size() - bars.size());
    }

    private static int rowFor(Stay stay, int before, List<Long> ends) {
        if (before < ends.size() && ends.get(before) <= stay.fromNs()) {
            return before;
        }
        int row = 0;
        while (row < ends.size() && ends.get(row) > stay.fromNs()) {
            row++;
        }
        return row;
    }

    boolean hasNames() {
        return rows <= NAMED_ROWS;
    }

    int rowHeight() {
        return hasNames() ? 14 : rows <= 2 * NAMED_ROWS ? 7 : 4;
    }

    int height() {
        return Math.max(1, rows) * rowHeight() + 6;
    }
}
