package io.godwit.door;

import io.godwit.memory.MappingSize;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmKind;
import java.util.Optional;

/// The standing for memory that a request asks for: `"memoryPolicy": {"shares": 2000, "reservation": "256MiB", "limit":
/// "768MiB", "minimum": "128MiB"}`, and how its memory is mapped: `"mapping": "2MiB"`.
final class MemoryPolicyForm {

    private MemoryPolicyForm() {}

    /// @param memory of each VM
    static MemoryPolicy read(Form form, VmKind kind, MemorySize memory) {
        MemoryPolicy policy = form.form("memoryPolicy")
                .map(keys -> policy(keys, kind, memory))
                .orElse(MemoryPolicy.byDefault());
        Optional<MappingSize> mapping = form.quantity("mapping", MemoryPolicyForm::mapping);
        MemoryPolicy mapped = mapping.map(policy::withMapping).orElse(policy);
        mapped.misfit(kind, memory).ifPresent(why -> {
            throw new Malformed("'mapping': " + why);
        });
        return mapped;
    }

    static MappingSize mapping(String text) {
        return MappingSize.named(text)
                .orElseThrow(
                        () -> new IllegalQuantity("'" + text + "' is no mapping: write one of " + MappingSize.words()));
    }

    private static MemoryPolicy policy(Form keys, VmKind kind, MemorySize memory) {
        Optional<MemorySize> limit = keys.quantity("limit", MemorySize::parse);
        Optional<MemorySize> minimum = keys.quantity("minimum", MemorySize::parse);
        if (kind == VmKind.CONTAINER && limit.isPresent()) {
            throw new Malformed("'memoryPolicy.limit' is 'memoryMax' for a container: write that");
        }
        MemoryPolicy policy = new MemoryPolicy(
                keys.whole("shares", 1, MemoryPolicy.MOST_SHARES).orElse(MemoryPolicy.DEFAULT_SHARES),
                keys.quantity("reservation", MemorySize::parse).orElse(MemorySize.ZERO),
                limit,
                minimum,
                Optional.empty());
        keys.close();
        policy.misfit(kind, memory).ifPresent(why -> {
            throw new Malformed("'memoryPolicy': " + why);
        });
        return policy;
    }
}
