package io.godwit.drill;

import io.godwit.link.NodeId;

/// The nodes, hence processes, that a step is about.
public sealed interface NodeChoice {

    record Named(NodeId node) implements NodeChoice {

        @Override
        public String toString() {
            return "node " + node;
        }
    }

    /// That of an array.
    record Array(String datastore) implements NodeChoice {

        @Override
        public String toString() {
            return "datastore " + datastore;
        }
    }

    /// One that is up when the step comes; the seed decides which.
    record Any(Area area) implements NodeChoice {

        @Override
        public String toString() {
            return "any node in " + area;
        }
    }

    /// The one that carries a host; the host is its only one.
    record OfHost(HostChoice.Any host) implements NodeChoice {

        @Override
        public String toString() {
            return host.toString();
        }
    }

    record All(Area area) implements NodeChoice {

        @Override
        public String toString() {
            return area.toString();
        }
    }

    /// The one where the controller runs when the step comes.
    record OfController() implements NodeChoice {

        @Override
        public String toString() {
            return "node of controller";
        }
    }
}
