package io.godwit.vm;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.guest.LedgerGuest;
import io.godwit.network.NetworkWire.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The ledger in a guest, with the writes that are on their way to its disk: they are given to the disk again when the
/// guest goes on after a pause or elsewhere, so that a move costs its clients no repeat.
final class GuestLedger {

    private final LedgerGuest ledger;
    private final Map<String, Map<Long, Numbered>> pending = new TreeMap<>();

    /// What is to be done about a request.
    enum Verdict {
        /// It is on the disk already.
        ANSWER,
        /// The disk is to have it; also if it is on the way there, as it may have been withheld.
        SUBMIT,
        /// The client may not send it now.
        DROP
    }

    GuestLedger(GuestState state) {
        ledger = LedgerGuest.recovered(state.answered());
        state.pending().stream().filter(ledger::goesOn).forEach(this::remember);
    }

    Verdict requested(WriteRequest request) {
        var write = new Numbered(request.client(), request.number(), request.value());
        return switch (ledger.receive(write, request.settled())) {
            case LedgerGuest.Acknowledge _ -> Verdict.ANSWER;
            case LedgerGuest.Store(var what) -> {
                remember(what);
                yield Verdict.SUBMIT;
            }
            case LedgerGuest.Wait _ -> Verdict.SUBMIT;
            case LedgerGuest.OutOfRange _ -> Verdict.DROP;
        };
    }

    /// @return whether its client waits for this answer: false for a repeat
    boolean completed(Numbered what) {
        Map<Long, Numbered> ofClient = pending.get(what.client());
        if (ofClient == null || ofClient.remove(what.number()) == null) {
            return false;
        }
        ledger.stored(what.client(), what.number());
        return true;
    }

    private void remember(Numbered what) {
        pending.computeIfAbsent(what.client(), client -> new TreeMap<>()).put(what.number(), what);
    }

    List<Held> answered() {
        return ledger.held();
    }

    /// By client and number.
    List<Numbered> pending() {
        List<Numbered> waiting = new ArrayList<>();
        pending.values().forEach(ofClient -> waiting.addAll(ofClient.values()));
        return waiting;
    }
}
