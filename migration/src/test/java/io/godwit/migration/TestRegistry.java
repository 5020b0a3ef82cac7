package io.godwit.migration;

import io.godwit.identity.HostId;
import io.godwit.migration.switchover.Standing;
import io.godwit.migration.switchover.Standing.Pages;
import java.util.Optional;

/// The registry's record of one VM, with the rules of commit and abort, for tests that have no registry.
final class TestRegistry {

    private record Settled(Move move, boolean committed, long epoch) {}

    private HostId owner;
    private long epoch;
    private Optional<Move> open;
    private Optional<Settled> settled = Optional.empty();
    private Pages pages = Pages.THERE;

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

    Standing commit(Move move, boolean owed) {
        if (open.equals(Optional.of(move)) && owed) {
            pages = Pages.OWED;
        }
        return settle(move, true);
    }

    Standing whole(Move move) {
        pages = pages == Pages.OWED ? Pages.THERE : pages;
        return look(move);
    }

    /// A host is known to be gone: what it owed is, and a guest that lacked pages starts again elsewhere.
    void died(HostId host, HostId other) {
        if (pages == Pages.OWED && owner.equals(host)) {
            epoch++;
            owner = other;
            pages = Pages.THERE;
        } else if (pages == Pages.OWED) {
            pages = Pages.LOST;
        }
    }

    /// The VM starts where it lives.
    ///
    /// @return its new epoch
    long start() {
        return ++epoch;
    }

    boolean isOwed() {
        return pages == Pages.OWED;
    }

    Standing abort(Move move) {
        return settle(move, false);
    }

    Standing look(Move move) {
        if (settled.isPresent() && settled.get().move().equals(move)) {
            return settled.get().committed()
                    ? new Standing.Committed(settled.get().epoch(), pages)
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
