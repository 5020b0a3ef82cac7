package io.godwit.history;

import io.godwit.identity.VmId;

/// What a client outside the fleet saw of a guest.
public sealed interface LedgerEvent extends Event {

    VmId vm();

    record Sent(VmId vm, long number) implements LedgerEvent {}

    /// @param epoch of the guest that answered, as the answer says
    record Acknowledged(VmId vm, long number, long epoch, long latencyNs) implements LedgerEvent {}

    /// An answer from an epoch older than one already seen: refused and counted.
    record AnswerRefused(VmId vm, long number, long epoch, long newest) implements LedgerEvent {}

    /// The final audit: what the datastore holds of this client's acknowledged writes.
    record Audited(VmId vm, long acknowledged, long missing) implements LedgerEvent {}
}
