package io.godwit.host;

import org.apache.pekko.actor.typed.ActorRef;

/// What the migrations of a host ask of its first network card from now on, beside its guests' bulk. All that leave
/// count as so many guests of the usual weight, and so do all that come. Answered by [Shared], now and whenever it
/// changes, until somebody else asks.
public record ShareCard(Wish wish, ActorRef<Shared> replyTo) implements Sharing {

    /// @param outBits what those that leave can use in a second
    /// @param leaving how many they are
    /// @param inBits what those that come can use
    /// @param coming how many they are
    public record Wish(long outBits, int leaving, long inBits, int coming) {

        public static final Wish NOTHING = new Wish(0, 0, 0, 0);
    }

    /// What they could have if they asked for everything; of a host without a card that has no bound.
    ///
    /// @param oneMoreOutBits the same, if one more left
    /// @param oneMoreInBits the same, if one more came
    public record Shared(long outBits, long inBits, long oneMoreOutBits, long oneMoreInBits) {

        static final Shared NO_BOUND = new Shared(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
