package io.godwit.recovery;

import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A part of a view that one message holds: all nodes and hosts, and some VMs in the order of their names.
record Page(RegistryView view, boolean more) {

    /// A VM's record takes some 600 bytes on a link that passes 200 KiB at once.
    static final int VMS = 200;

    static Page of(RegistryView view, Optional<VmId> after) {
        var behind = view.vms().stream()
                .filter(vm -> after.isEmpty() || vm.id().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(VmRecord::id))
                .toList();
        var here = behind.subList(0, Math.min(VMS, behind.size()));
        return new Page(with(view, here), here.size() < behind.size());
    }

    Outcome.Shown shown(NodeId leader, long term) {
        return new Outcome.Shown(leader, term, view, more);
    }

    /// Pages that followed each other, as one; each VM is as its page had it.
    static Outcome.Shown joined(List<VmRecord> earlier, Outcome.Shown last) {
        var all = new ArrayList<>(earlier);
        all.addAll(last.view().vms());
        return new Outcome.Shown(last.leader(), last.term(), with(last.view(), all), false);
    }

    private static RegistryView with(RegistryView view, List<VmRecord> vms) {
        return new RegistryView(
                view.index(),
                view.term(),
                view.nodes(),
                view.hosts(),
                List.copyOf(vms),
                view.rules(),
                view.remains(),
                view.images());
    }
}
