package io.godwit.door;

import io.godwit.unit.MemorySize;
import io.godwit.vm.Kernel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.Platform;
import io.godwit.vm.VmKind;
import java.util.Locale;
import java.util.Optional;

/// How VMs of a request are virtualized: `"kind": "container", "mechanism": "namespaces", "kernel": "linux",
/// "memoryMax": "512MiB"`.
///
/// @param memory its standing for memory, with what a container's control group allows
record PlatformForm(
        VmKind kind, Optional<Mechanism> mechanism, Optional<Kernel> kernel, MemoryPolicy memory, DeviceForms devices) {

    static PlatformForm read(Form form, MemorySize memory) {
        VmKind kind = form.word("kind", VmKind.class).orElse(VmKind.FULL);
        Optional<Mechanism> mechanism = form.word("mechanism", Mechanism.class);
        if (mechanism.filter(each -> each.kind() != kind).isPresent()) {
            throw new Malformed("'mechanism' makes VMs of another kind than '"
                    + kind.name().toLowerCase(Locale.ROOT) + "': change one of them");
        }
        Optional<MemorySize> most = form.quantity("memoryMax", MemorySize::parse);
        if (most.isPresent() && kind != VmKind.CONTAINER) {
            throw new Malformed("'memoryMax' is a container's: remove it, or add \"kind\": \"container\"");
        }
        if (most.filter(size -> size.bytes() == 0 || size.compareTo(memory) > 0).isPresent()) {
            throw new Malformed("'memoryMax' of " + most.get() + " is zero or more than the memory of " + memory
                    + ": write at most that");
        }
        MemoryPolicy policy = MemoryPolicyForm.read(form, kind, memory);
        return new PlatformForm(
                kind,
                mechanism,
                form.word("kernel", Kernel.class),
                most.map(policy::withLimit).orElse(policy),
                DeviceForms.read(form));
    }

    Platform platform() {
        Platform platform = Platform.byDefault();
        if (mechanism.isPresent()) {
            platform = platform.with(mechanism.get());
        }
        if (kernel.isPresent()) {
            platform = platform.with(kernel.get());
        }
        return devices.onto(platform.with(memory));
    }
}
