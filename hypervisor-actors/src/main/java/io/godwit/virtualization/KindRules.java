package io.godwit.virtualization;

import io.godwit.vm.VmKind;
import java.util.Optional;

/// Which hosts can run which kind of VM.
///
/// *Not modelled yet*: binary translation, which runs an unmodified guest without VT-x, at a price; and whether a
/// guest's kernel speaks hypercalls, as an image doesn't say.
public final class KindRules {

    private KindRules() {}

    /// What a host lacks for VMs of this kind, in words for people.
    public static Optional<String> missing(VmKind kind, boolean hardwareAssist) {
        return switch (kind) {
            case FULL -> hardwareAssist ? Optional.empty() : Optional.of("VT-x or AMD-V");
            case PARA, CONTAINER -> Optional.empty();
        };
    }
}
