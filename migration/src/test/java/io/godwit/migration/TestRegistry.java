package io.godwit.migration;

import io.godwit.identity.HostId;
import io.godwit.migration.switchover.Standing;
import java.util.Optional;

/// The registry's record of one VM, with the rules of commit and abort, for tests that have no registry.
final class TestRegistry {

    private record Settled(Move move, boolean committed, long epoch) {}

    private HostId owner;
    private long epoch;
    private Optional<Move> open;
    private Optional<Settled> settled = Optional.empty();

    /// A registry in which this migration was just begun.
    TestRegistry(Move move) {
        owner = move.source();
        epoch = move.epoch();
        open = Optional.of(move);
    }

    HostId owner() {
        return owner;
    }

    long epoch() {
        return epoch;
    }

    boolean isOpen() {
        return open.isPresent();
    }

    boolean isCommitted() {
        return settled.isPresent() && settled.get().committed();
    }

    /// Recovery gives the VM to a third host, unless the migration has ended.
    void supersede(HostId third) {
        if (open.isPresent()) {
            epoch++;
            owner = third;
            open = Optional.empty();
        }
    }

    Standing commit(Move move) {
        return settle(move, true);
    }

    Standing abort(Move move) {
        return settle(move, false);
    }

    Standing look(Move move) {
        if (settled.isPresent() && settled.get().move().equals(move)) {
            return settled.get().committed()
                    ? new Standing.Committed(settled.get().epoch())
                    : new Standing.Aborted(settled.get().epoch());
        }
        return open.equals(Optional.of(move)) ? new Standing.Open() : new Standing.Superseded("another decided");
    }

    private Standing settle(Move move, boolean commit) {
        if (open.equals(Optional.of(move)) && epoch == move.epoch()) {
            epoch++;
            owner = commit ? move.target() : move.source();
            settled = Optional.of(new Settled(move, commit, epoch));
            open = Optional.empty();
        }
        return look(move);
    }
}
