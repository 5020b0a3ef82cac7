package io.godwit.network;

import java.util.Comparator;

/// Names a port of a switch, by what is behind it.
public record SwitchPort(Kind kind, String name) implements Comparable<SwitchPort> {

    private static final Comparator<SwitchPort> ORDER =
            Comparator.comparing(SwitchPort::kind).thenComparing(SwitchPort::name);

    public enum Kind {
        /// A VM of this host.
        GUEST,
        /// A client outside.
        CLIENT,
        /// The switch of another host.
        HOST,
        /// The switch outside, on a node.
        UPLINK
    }

    @Override
    public int compareTo(SwitchPort other) {
        return ORDER.compare(this, other);
    }
}
