package io.godwit.door;

import io.godwit.identity.VmId;
import io.godwit.recovery.ControlWire.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads how a VM is to be copied, and says it.
final class CopyForm {

    /// Clones of one instant: each takes a line of the registry's record of their source until they are there.
    private static final int MAX_CLONES = 50;

    private CopyForm() {}

    static Request clone(VmId vm, Form form) {
        String as = VmForm.name(form.require("as", form.text("as"), "\"as\": \"web-9\""));
        Optional<Integer> count = form.whole("count", 1, MAX_CLONES);
        List<VmId> names = new ArrayList<>();
        if (count.isEmpty()) {
            names.add(new VmId(as));
        }
        for (int number = 1; number <= count.orElse(0); number++) {
            names.add(new VmId(as + "-" + number));
        }
        boolean full = form.flag("full");
        form.close();
        return new Request.Change(
                new Wish.Clone(vm, names, full),
                String.join(", ", names.stream().map(VmId::value).toList()) + " are taken of " + vm);
    }

    static Request snapshot(VmId vm, Form form) {
        String name = VmForm.name(form.require("as", form.text("as"), "\"as\": \"before-upgrade\""));
        boolean memory = form.flag("memory");
        form.close();
        return new Request.Change(new Wish.Snapshot(vm, name, memory), "snapshot " + name + " of " + vm + " is taken");
    }

    static Request revert(VmId vm, Form form) {
        String name = form.require("to", form.text("to"), "\"to\": \"before-upgrade\"");
        form.close();
        return new Request.Revert(vm, name);
    }
}
