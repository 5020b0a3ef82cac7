package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.ArrayEvent;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.LedgerEvent;
import io.godwit.history.PermitEvent;
import io.godwit.identity.VmId;
import java.util.Map;
import java.util.TreeMap;

/// Commands, writes, frames and answers of an old epoch are refused by whoever receives them. Each refusal is counted:
/// a drill that leans upon a fence shows here that it did.
public final class OldIsRefused implements Invariant {

    private final Tally tally = new Tally(InvariantName.OLD_IS_REFUSED);
    private final Map<VmId, Long> floors = new TreeMap<>();

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case ArrayEvent.Opened(var array, var vm, var epoch) -> opened(array, vm, epoch, entry.atNs());
            case ArrayEvent.Rebased(var array, var vm, var epoch, var _) -> opened(array, vm, epoch, entry.atNs());
            case ArrayEvent.Discarded(var array, var vm, var epoch) -> opened(array, vm, epoch, entry.atNs());
            case ArrayEvent.WriteAccepted(var array, var vm, var epoch, var _, var _) ->
                accepted(array, vm, epoch, entry.atNs());
            case ArrayEvent.OpenRefused _,
                    ArrayEvent.WriteRefused _,
                    GuestEvent.FrameRefused _,
                    GuestEvent.EffectWithheld _,
                    LedgerEvent.AnswerRefused _,
                    PermitEvent.Refused _ -> tally.count();
            default -> {}
        }
    }

    private void opened(String array, VmId vm, long epoch, long atNs) {
        accepted(array, vm, epoch, atNs);
        floors.merge(vm, epoch, Math::max);
    }

    /// Only a refusal counts as checked; what was accepted and should not have been is a violation.
    private void accepted(String array, VmId vm, long epoch, long atNs) {
        long floor = floors.getOrDefault(vm, 0L);
        if (epoch < floor) {
            tally.check(false, () -> "array %s accepted epoch %s of %s %s, although epoch %s had its disk"
                    .formatted(array, epoch, vm, Tally.at(atNs), floor));
        }
    }
}
