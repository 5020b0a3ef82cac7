package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.RegistryEvent.Applied;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// A command runs at most once: where it is in the log again, it gets the same answer. An epoch is started at most
/// once.
public final class CommandsRunOnce implements Invariant {

    private record First(long index, String what, String answer) {}

    private final Tally tally = new Tally(InvariantName.COMMANDS_RUN_ONCE);
    private final Map<String, First> commands = new LinkedHashMap<>();
    private final Map<VmId, Map<Long, HostId>> starts = new TreeMap<>();

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case Applied it -> {
                var now = new First(it.index(), it.what(), it.answer());
                var first = commands.putIfAbsent(it.command(), now);
                boolean same = first == null
                        || (first.what().equals(it.what()) && first.answer().equals(it.answer()));
                tally.check(same, () -> "command %s ran twice: %s and %s".formatted(it.command(), first, now));
            }
            case GuestEvent.Started(var vm, var host, var epoch, var _, var _) -> {
                var before = starts.computeIfAbsent(vm, _ -> new TreeMap<>()).putIfAbsent(epoch, host);
                tally.check(before == null, () -> "epoch %s of %s was started on %s %s, and before on %s"
                        .formatted(epoch, vm, host, Tally.at(entry.atNs()), before));
            }
            default -> {}
        }
    }
}
