package io.godwit.drill.file;

import io.godwit.unit.MemorySize;
import io.godwit.unit.Words;
import io.godwit.vm.Kernel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.Platform;
import io.godwit.vm.VmKind;

/// Reads how the VMs of a group are virtualized: `mechanism`, `kernel`, and their standing for memory.
record PlatformReader(VmKind kind, MemorySize memory) {

    Platform read(Section group) {
        Platform platform = Platform.byDefault();
        if (group.get("mechanism").isPresent()) {
            Mechanism mechanism = group.get("mechanism").get().word(Mechanism.class);
            if (mechanism.kind() != kind) {
                throw group.refusedAt(
                        "mechanism",
                        Words.of(mechanism) + " makes VMs of kind " + Words.of(mechanism.kind()) + ": add kind: "
                                + Words.of(mechanism.kind()));
            }
            platform = platform.with(mechanism);
        }
        if (group.get("kernel").isPresent()) {
            platform = platform.with(group.get("kernel").get().word(Kernel.class));
        }
        return platform.with(new MemoryPolicyReader(kind, memory).read(group));
    }
}
