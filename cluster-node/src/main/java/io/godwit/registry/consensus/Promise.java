package io.godwit.registry.consensus;

import io.godwit.registry.consensus.Packet.Members;
import java.util.Optional;

/// What a voter must never forget: who it is, the group it began with, its term, and whom it voted for in that term.
record Promise(Voter self, boolean voting, Members initial, int term, Optional<Voter> votedFor) {

    Promise withSelf(Voter newSelf, boolean isVoting) {
        return new Promise(newSelf, isVoting, initial, term, votedFor);
    }

    Promise withInitial(Members members) {
        return new Promise(self, voting, members, term, votedFor);
    }

    Promise inTerm(int newTerm, Optional<Voter> voted) {
        return new Promise(self, voting, initial, newTerm, voted);
    }
}
