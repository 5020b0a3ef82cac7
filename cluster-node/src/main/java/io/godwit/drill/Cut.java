package io.godwit.drill;

import java.util.List;
import java.util.stream.Collectors;

/// Which connections a partition cuts. What stands on no side keeps all its connections.
public sealed interface Cut {

    /// Nothing passes between any two sides, in either direction.
    record Between(List<Side> sides) implements Cut {

        public Between {
            sides = List.copyOf(sides);
        }

        @Override
        public String toString() {
            return sides.stream().map(Side::toString).collect(Collectors.joining(" | "));
        }
    }

    /// Nothing passes from one side to the other; the way back is open.
    record OneWay(Side from, Side to) implements Cut {

        @Override
        public String toString() {
            return from + " > " + to;
        }
    }

    sealed interface Side {}

    record Together(List<Member> members) implements Side {

        public Together {
            members = List.copyOf(members);
        }

        @Override
        public String toString() {
            return members.stream().map(Member::toString).collect(Collectors.joining(", "));
        }
    }

    /// All that stands on no other side: nodes, arrays and clients.
    record Others() implements Side {

        @Override
        public String toString() {
            return "others";
        }
    }

    sealed interface Member {}

    /// Nodes; a whole site takes its arrays along.
    record Nodes(NodeChoice nodes) implements Member {

        @Override
        public String toString() {
            return nodes.toString();
        }
    }

    record Datastore(String array) implements Member {

        @Override
        public String toString() {
            return "datastore " + array;
        }
    }

    /// The clients outside the fleet.
    record Clients() implements Member {

        @Override
        public String toString() {
            return "clients";
        }
    }
}
