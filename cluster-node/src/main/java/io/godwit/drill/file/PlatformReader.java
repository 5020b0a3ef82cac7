package io.godwit.drill.file;

import io.godwit.drill.Words;
import io.godwit.unit.MemorySize;
import io.godwit.vm.Kernel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.Platform;
import io.godwit.vm.VmKind;

/// Reads how the VMs of a group are virtualized: `mechanism`, `kernel` and, of containers, `memory-max`.
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
        if (group.get("memory-max").isPresent()) {
            platform = platform.with(MemoryPolicy.byDefault().withLimit(most(group)));
        }
        return platform;
    }

    private MemorySize most(Section group) {
        MemorySize most = group.get("memory-max").orElseThrow().memory();
        if (kind != VmKind.CONTAINER) {
            throw group.refusedAt("memory-max", "is a container's: remove it, or add kind: container");
        }
        if (most.bytes() == 0 || most.compareTo(memory) > 0) {
            throw group.refusedAt(
                    "memory-max",
                    "of " + most + " is zero or more than the memory of " + memory + ": write at most that");
        }
        return most;
    }
}
