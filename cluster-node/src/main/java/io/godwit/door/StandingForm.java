package io.godwit.door;

import io.godwit.memory.MappingSize;
import io.godwit.unit.MemorySize;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.MemoryPolicyChange;
import io.godwit.vm.MemoryPolicyChange.Bound;
import java.util.ArrayList;
import java.util.List;

/// Reads what is to be different about a VM's standing for memory, and says it: `{"shares": 2000, "reservation":
/// "256MiB", "limit": "none", "minimum": "128MiB", "mapping": "2MiB"}`. A container's limit is what its control group
/// allows.
final class StandingForm {

    private static final String NONE = "none";

    private StandingForm() {}

    /// @throws Malformed if it says nothing, or what no VM can have
    static MemoryPolicyChange read(Form form) {
        MemoryPolicyChange change = new MemoryPolicyChange(
                form.whole("shares", 1, MemoryPolicy.MOST_SHARES),
                form.quantity("reservation", MemorySize::parse),
                form.quantity("limit", StandingForm::bound),
                form.quantity("minimum", StandingForm::bound),
                form.quantity("mapping", MemoryPolicyForm::mapping));
        if (change.isNothing()) {
            throw new Malformed(
                    "nothing is to be different: write one of shares, reservation, limit, minimum, mapping");
        }
        return change;
    }

    private static Bound bound(String text) {
        return text.equals(NONE) ? new Bound.None() : new Bound.At(MemorySize.parse(text));
    }

    static List<String> words(MemoryPolicyChange change) {
        List<String> words = new ArrayList<>();
        change.shares().ifPresent(it -> words.add(it + (it == 1 ? " share" : " shares") + " of memory"));
        change.reservation().ifPresent(it -> words.add(it + " of its memory reserved"));
        change.limit().ifPresent(it -> words.add(of(it, "limit")));
        change.minimum().ifPresent(it -> words.add(of(it, "minimum")));
        change.mapping().map(MappingSize::word).ifPresent(it -> words.add("mappings of " + it));
        return words;
    }

    private static String of(Bound bound, String what) {
        return bound instanceof Bound.At(var size)
                ? "a " + what + " of " + size + " of memory"
                : "no " + what + " of memory of its own";
    }
}
