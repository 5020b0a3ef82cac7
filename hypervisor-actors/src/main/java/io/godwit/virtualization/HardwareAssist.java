package io.godwit.virtualization;

import io.godwit.vm.Mechanism;
import java.util.Optional;

/// What a host's processors have for hypervisors.
public enum HardwareAssist {
    NONE,
    /// VT-x or AMD-V.
    TRAPS,
    /// These, and page tables of guest and host walked by the processor: EPT or NPT.
    NESTED_PAGING;

    /// What a mechanism needs that isn't here, in words for people.
    public Optional<String> missing(Mechanism mechanism) {
        if (mechanism.needsHardwareAssist() && this == NONE) {
            return Optional.of("VT-x or AMD-V");
        }
        return mechanism == Mechanism.NESTED_PAGING && this != NESTED_PAGING
                ? Optional.of("nested paging (EPT or NPT)")
                : Optional.empty();
    }
}
