package io.godwit.device;

import java.util.List;
import java.util.Optional;

/// Which ways of sharing one device out are worth writing down. Mutable, of whoever shares it out.
public final class ShareNotes {

    /// Between two notes, at least. Ours.
    private static final long APART_NS = 1_000_000_000;

    private List<Portion> last = List.of();
    private long lastNs;

    /// The device is shared out like this now.
    ///
    /// @param portions none: all have what they ask for
    /// @return what to write down, if it is news
    public Optional<List<Portion>> of(List<Portion> portions, long nowNs) {
        boolean soon = !last.isEmpty() && nowNs - lastNs < APART_NS;
        if (portions.isEmpty() || soon || last.equals(portions)) {
            return Optional.empty();
        }
        last = List.copyOf(portions);
        lastNs = nowNs;
        return Optional.of(last);
    }
}
