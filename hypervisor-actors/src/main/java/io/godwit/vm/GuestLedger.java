package io.godwit.vm;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.HeldNumbers;
import io.godwit.network.NetworkWire.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The ledger that a guest keeps for clients outside: a numbered write is acknowledged once it is on the disk, and a
/// client that asks again, because the answer was lost, gets it again.
final class GuestLedger {

    /// Writes that wait for the disk; more are dropped, as a full queue of a real server would drop them, and the
    /// client asks again. It bounds what has to move in a switchover.
    static final int MAX_PENDING = 1024;

    private final Map<String, HeldNumbers> held = new TreeMap<>();
    private final Map<String, Map<Long, Numbered>> pending = new TreeMap<>();
    private int pendingCount;

    /// What is to be done about a request.
    enum Verdict {
        /// It is on the disk already.
        ANSWER,
        /// The disk is to have it; also if it is on the way there, as it may have been withheld.
        SUBMIT,
        /// There is no room for it.
        DROP
    }

    GuestLedger(GuestState state) {
        state.answered().forEach(numbers -> held.put(numbers.client(), HeldNumbers.of(numbers)));
        state.pending().forEach(this::wait);
    }

    Verdict requested(WriteRequest request) {
        HeldNumbers numbers = held.get(request.client());
        if (numbers != null && numbers.contains(request.number())) {
            return Verdict.ANSWER;
        }
        if (pendingCount == MAX_PENDING && !isPending(request.client(), request.number())) {
            return Verdict.DROP;
        }
        wait(new Numbered(request.client(), request.number(), request.value()));
        return Verdict.SUBMIT;
    }

    /// @return whether its client waits for this answer: false for a repeat
    boolean completed(Numbered what) {
        Map<Long, Numbered> ofClient = pending.getOrDefault(what.client(), Map.of());
        if (ofClient.isEmpty() || ofClient.remove(what.number()) == null) {
            return false;
        }
        pendingCount--;
        held.computeIfAbsent(what.client(), client -> new HeldNumbers()).add(what.number());
        return true;
    }

    List<Held> answered() {
        List<Held> answered = new ArrayList<>();
        held.forEach((client, numbers) -> answered.add(numbers.asHeld(client)));
        return answered;
    }

    /// By client and number.
    List<Numbered> pending() {
        List<Numbered> waiting = new ArrayList<>();
        pending.values().forEach(ofClient -> waiting.addAll(ofClient.values()));
        return waiting;
    }

    private boolean isPending(String client, long number) {
        return pending.getOrDefault(client, Map.of()).containsKey(number);
    }

    private void wait(Numbered what) {
        Numbered before = pending.computeIfAbsent(what.client(), client -> new TreeMap<>())
                .put(what.number(), what);
        pendingCount += before == null ? 1 : 0;
    }
}
