package io.godwit.drill;

import io.godwit.drill.Topology.SitePair;

/// The links that a step degrades.
public sealed interface Way {

    /// Between two sites, or within one.
    record Between(SitePair sites) implements Way {

        @Override
        public String toString() {
            return "link " + sites;
        }
    }

    record Everywhere() implements Way {

        @Override
        public String toString() {
            return "all links";
        }
    }
}
