package io.godwit.live;

import io.godwit.identity.VmId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/// Acknowledged writes a second, and whose client has been silent. Mutable.
final class Writes {

    private static final long SECOND_NS = 1_000_000_000L;

    /// Seconds that the little chart shows.
    private static final int SHOWN = 24;

    private static final String BARS = "▁▂▃▄▅▆▇█";

    /// Of the seconds that are over, the oldest first.
    private final Deque<Integer> seconds = new ArrayDeque<>();

    private final Map<VmId, Long> lastNs = new TreeMap<>();
    private long secondEndsNs;
    private int now;

    void acknowledged(VmId vm, long atNs) {
        advance(atNs);
        now++;
        lastNs.put(vm, atNs);
    }

    void advance(long nowNs) {
        if (secondEndsNs == 0) {
            secondEndsNs = nowNs + SECOND_NS;
        }
        while (nowNs >= secondEndsNs) {
            seconds.addLast(now);
            now = 0;
            secondEndsNs += SECOND_NS;
            if (seconds.size() > SHOWN) {
                seconds.removeFirst();
            }
        }
    }

    int rate() {
        return seconds.isEmpty() ? now : seconds.getLast();
    }

    /// Clients that were answered within the second before.
    long heard(long nowNs) {
        return lastNs.values().stream().filter(at -> at > nowNs - SECOND_NS).count();
    }

    /// A bar for each second, as high as the highest needs.
    String bars() {
        int most = seconds.stream().mapToInt(Integer::intValue).max().orElse(0);
        var bars = new StringBuilder();
        for (int second : seconds) {
            bars.append(most == 0 ? BARS.charAt(0) : BARS.charAt(second * (BARS.length() - 1) / most));
        }
        return bars.toString();
    }
}
