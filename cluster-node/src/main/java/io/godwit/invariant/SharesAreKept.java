package io.godwit.invariant;

import io.godwit.device.Portion;
import io.godwit.drill.InvariantName;
import io.godwit.history.DeviceEvent;
import io.godwit.history.Entry;
import io.godwit.unit.Exact;

/// Whoever asks for some of a disk or card that is short has it, up to what its weight entitles it to; and no device
/// gives more than all of its time. One that serves whoever comes first promises nobody a share.
public final class SharesAreKept implements Invariant {

    /// All of a device's time.
    private static final long WHOLE = 1_000_000_000;

    /// Grants are whole thousandths of an operation a second, and the largest keeps a slow disk busy for 100 ms: a
    /// ten-thousandth of the device.
    private static final long ROUNDED = WHOLE / 10_000;

    private final Tally tally = new Tally(InvariantName.SHARES_ARE_KEPT);

    SharesAreKept() {}

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (entry.event() instanceof DeviceEvent.Shared shared) {
            long given = shared.portions().stream().mapToLong(Portion::got).sum();
            tally.check(given <= WHOLE + ROUNDED, () -> "%s gave %s of its time away %s"
                    .formatted(shared.device(), percent(given), Tally.at(entry.atNs())));
            long weights = shared.portions().stream().mapToLong(Portion::weight).sum();
            for (Portion part : shared.portions()) {
                long entitled = weights == 0 ? 0 : Exact.floorMulDiv(WHOLE, part.weight(), weights);
                tally.check(
                        part.got() + ROUNDED >= Math.min(part.asked(), entitled),
                        () -> "%s had %s of %s %s, asked for %s and is entitled to %s"
                                .formatted(
                                        part.vm(),
                                        percent(part.got()),
                                        shared.device(),
                                        Tally.at(entry.atNs()),
                                        percent(part.asked()),
                                        percent(entitled)));
            }
        }
    }

    private static String percent(long billionths) {
        return "%.1f %%".formatted(100.0 * billionths / WHOLE);
    }
}
