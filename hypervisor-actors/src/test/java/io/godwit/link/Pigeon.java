package io.godwit.link;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// A family of messages with all that messages may contain.
sealed interface Pigeon extends WireMessage {

    record Note(int number) implements Pigeon {}

    record Parcel(
            NodeId node,
            Optional<Endpoint> replyTo,
            Duration patience,
            Optional<Duration> none,
            List<Cargo> cargo,
            Map<String, Cargo> labelled,
            Optional<Cargo> extra,
            SortedMap<NodeId, Long> byNode,
            Optional<SortedSet<Integer>> cores)
            implements Pigeon {

        /// Looks like a property to Jackson, and is none.
        public boolean isHeavy() {
            return true;
        }

        /// So does this.
        public NodeId getId() {
            return node;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared component by component
    record Raw(byte[] bytes, long[] numbers) implements Pigeon {}

    /// A family of its own below the family.
    sealed interface Racing extends Pigeon {

        record Fast(double speed, boolean male, char ring, short age, float height) implements Racing {}
    }

    /// Values within a message.
    sealed interface Cargo {

        record Corn(long grains) implements Cargo {}

        record Nested(Cargo inside, Colour colour) implements Cargo {}

        record Nothing() implements Cargo {}

        enum Ring implements Cargo {
            GOLD,
            TIN
        }
    }

    enum Colour {
        BLUE,
        WHITE
    }
}
