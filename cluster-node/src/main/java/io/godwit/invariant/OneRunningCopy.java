package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.ArrayEvent;
import io.godwit.history.Entry;
import io.godwit.history.LedgerEvent;
import io.godwit.identity.VmId;
import java.util.Map;
import java.util.TreeMap;

/// Of a VM no two copies ever have effect: the epochs of the writes that an array accepts never go back, nor do those
/// of the answers that a client accepts. Where all happened in one order, no two copies run at once either.
public final class OneRunningCopy implements Invariant {

    private final Tally tally = new Tally(InvariantName.ONE_RUNNING_COPY);
    private final Premises premises;
    private final Copies copies;
    private final Map<VmId, Long> written = new TreeMap<>();
    private final Map<VmId, Long> answered = new TreeMap<>();

    OneRunningCopy(Premises premises) {
        this.premises = premises;
        this.copies = new Copies(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case ArrayEvent.Opened(var _, var vm, var epoch) -> written.merge(vm, epoch, Math::max);
            case ArrayEvent.Rebased(var _, var vm, var epoch, var _) -> written.merge(vm, epoch, Math::max);
            case ArrayEvent.Discarded(var _, var vm, var epoch) -> written.merge(vm, epoch, Math::max);
            case ArrayEvent.WriteAccepted(var array, var vm, var epoch, var _, var number) -> {
                long newest = written.merge(vm, epoch, Math::max);
                tally.check(
                        epoch == newest,
                        () -> "array %s accepted write %s of %s at epoch %s %s, after epoch %s had its disk"
                                .formatted(array, number, vm, epoch, Tally.at(entry.atNs()), newest));
            }
            case LedgerEvent.Acknowledged(var vm, var number, var epoch, var _) -> {
                long newest = answered.merge(vm, epoch, Math::max);
                tally.check(
                        epoch == newest,
                        () -> "the client of %s accepted the answer to write %s at epoch %s %s, after one of epoch %s"
                                .formatted(vm, number, epoch, Tally.at(entry.atNs()), newest));
            }
            default -> {}
        }
        if (premises.oneOrder()) {
            copies.observe(entry).forEach(vm -> alone(vm, entry));
        }
    }

    private void alone(VmId vm, Entry entry) {
        var hosts = copies.running(vm, entry.atNs());
        tally.check(hosts.size() <= 1, () -> "%s runs on %s at once %s".formatted(vm, hosts, Tally.at(entry.atNs())));
    }
}
