package io.godwit.door;

import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.SpecChange;
import io.godwit.vm.SpecChange.Cap;
import io.godwit.vm.SpecChange.Pinning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads what is to be different about a VM, and says it.
final class ChangeForm {

    private static final int MAX_VCPUS = 1_024;
    private static final int MAX_WEIGHT = 10_000;
    private static final String UNCAPPED = "none";
    private static final String ANY = "any";

    private ChangeForm() {}

    /// @throws Malformed if it says nothing, or what no VM can be
    static SpecChange read(Form form) {
        SpecChange change = new SpecChange(
                form.whole("vcpus", 1, MAX_VCPUS),
                form.quantity("memory", MemorySize::parse).map(ChangeForm::pages),
                form.whole("weight", 1, MAX_WEIGHT),
                form.quantity("reservation", Share::parse),
                form.quantity("cap", ChangeForm::cap),
                Optional.empty(),
                Optional.empty());
        if (words(change).isEmpty()) {
            throw new Malformed("nothing is to be different: write one of vcpus, memory, weight, reservation, cap");
        }
        return change;
    }

    static Pinning pinning(Form form) {
        return form.numbers("cores", ANY).<Pinning>map(Pinning.Cores::new).orElseGet(Pinning.Anywhere::new);
    }

    static String done(VmId vm, SpecChange change) {
        return vm + " has " + String.join(", ", words(change)) + " now";
    }

    private static MemorySize pages(MemorySize memory) {
        if (memory.bytes() == 0 || memory.bytes() % VmForm.PAGE.bytes() != 0) {
            throw new Malformed(
                    "'memory' of " + memory + " is no number of pages of " + VmForm.PAGE + ": write 1GiB or so");
        }
        return memory;
    }

    private static Cap cap(String text) {
        if (text.equals(UNCAPPED)) {
            return new Cap.None();
        }
        Share share = Share.parse(text);
        if (share.billionths() == 0) {
            throw new Malformed("'cap' of 0% leaves it nothing: write a share above that, or none");
        }
        return new Cap.At(share);
    }

    private static List<String> words(SpecChange change) {
        List<String> words = new ArrayList<>();
        change.vcpus().ifPresent(it -> words.add(it + (it == 1 ? " vCPU" : " vCPUs")));
        change.memory().ifPresent(it -> words.add(it + " of memory"));
        change.weight().ifPresent(it -> words.add("weight " + it));
        change.reservation().ifPresent(it -> words.add(it + " of its CPU reserved"));
        change.cap().ifPresent(it -> words.add(it instanceof Cap.At(var share) ? "a cap of " + share : "no cap"));
        change.pinning().ifPresent(it -> words.add(of(it)));
        change.policy().map(StandingForm::words).ifPresent(words::addAll);
        return words;
    }

    private static String of(Pinning pinning) {
        return switch (pinning) {
            case Pinning.Cores(var cores) ->
                (cores.size() == 1 ? "core " : "cores ")
                        + cores.stream().map(String::valueOf).collect(Collectors.joining(", "));
            case Pinning.Anywhere() -> "any core";
        };
    }
}
