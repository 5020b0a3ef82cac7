package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A VM that goes on without a permit keeps its owner, and is shown with it, until its process is known to have ended
/// or its host has said that it stopped. Nobody guesses from time that has passed.
public final class UnfencedIsShown implements Invariant {

    private record Held(Owner owner, long epoch) {}

    /// A VM that lost an owner under which it ran.
    private record Taken(VmId vm, Held from, long index, boolean ended) {}

    private final Tally tally = new Tally(InvariantName.UNFENCED_IS_SHOWN);
    private final Premises premises;
    private final DecidedLog log;
    private final Fences fences = new Fences();
    private final Map<VmId, Held> held = new TreeMap<>();
    private final List<Taken> taken = new ArrayList<>();

    UnfencedIsShown(Premises premises) {
        this.premises = premises;
        this.log = new DecidedLog(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        fences.observe(entry);
        log.observe(entry).forEach(this::decided);
        if (premises.oneOrder()) {
            judge();
        }
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(this::decided);
        judge();
    }

    private void decided(DecidedLog.Decided decided) {
        fences.decided(decided);
        switch (decided.decision()) {
            case VmStands(var vm, var epoch, var owner, var _) -> {
                var before = held.remove(vm);
                var running = owner.filter(Owner::running);
                running.ifPresent(it -> held.put(vm, new Held(it, epoch)));
                if (running.isEmpty() && before != null && goesOn(vm)) {
                    taken.add(new Taken(vm, before, decided.index(), hasEnded(before.owner())));
                }
            }
            case VmDestroyed(var vm) -> held.remove(vm);
            default -> {}
        }
    }

    private boolean hasEnded(Owner owner) {
        return premises.nodeOf(owner.host())
                .map(node -> fences.hasEnded(node, owner.incarnation()))
                .orElse(true);
    }

    private boolean goesOn(VmId vm) {
        return premises.vm(vm).filter(spec -> !spec.needsPermit()).isPresent();
    }

    private void judge() {
        for (var it : taken) {
            var host = it.from().owner().host();
            tally.check(
                    it.ended() || !fences.mayRun(it.vm(), host, it.from().epoch()),
                    () -> "entry %s took %s from %s, where epoch %s of it may still run"
                            .formatted(it.index(), it.vm(), host, it.from().epoch()));
        }
        taken.clear();
    }
}
