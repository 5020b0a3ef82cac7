package io.godwit.drill.file;

import io.godwit.memory.MappingSize;
import io.godwit.unit.MemorySize;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmKind;
import java.util.Optional;

/// Reads a group's standing for memory: `memory-policy: {shares: 2000, reservation: 256MiB, limit: 768MiB, minimum:
/// 128MiB}`, how its memory is mapped: `mapping: 2MiB`, and, of containers, `memory-max`.
///
/// @param memory of each VM
record MemoryPolicyReader(VmKind kind, MemorySize memory) {

    MemoryPolicy read(Section group) {
        MemoryPolicy policy = group.get("memory-policy").map(this::policy).orElse(MemoryPolicy.byDefault());
        MemoryPolicy mapped = group.get("mapping").map(it -> mapped(policy, it)).orElse(policy);
        return group.get("memory-max").isPresent() ? mapped.withLimit(most(group)) : mapped;
    }

    private MemoryPolicy mapped(MemoryPolicy policy, Item item) {
        MemoryPolicy mapped = policy.withMapping(mapping(item));
        mapped.misfit(kind, memory).ifPresent(why -> {
            throw item.refused(why);
        });
        return mapped;
    }

    static MappingSize mapping(Item item) {
        return MappingSize.named(item.text())
                .orElseThrow(
                        () -> item.refused("'" + item.text() + "' is no mapping: write one of " + MappingSize.words()));
    }

    private MemoryPolicy policy(Item item) {
        var section = item.section("shares", "reservation", "limit", "minimum");
        Optional<MemorySize> limit = section.get("limit").map(Item::memory);
        if (limit.isPresent() && kind == VmKind.CONTAINER) {
            throw section.refusedAt("limit", "is memory-max for a container: write that beside kind: container");
        }
        Optional<MemorySize> minimum = section.get("minimum").map(Item::memory);
        MemoryPolicy policy = new MemoryPolicy(
                section.get("shares", it -> it.whole(1, MemoryPolicy.MOST_SHARES), MemoryPolicy.DEFAULT_SHARES),
                section.get("reservation", Item::memory, MemorySize.ZERO),
                limit,
                minimum,
                Optional.empty());
        policy.misfit(kind, memory).ifPresent(why -> {
            throw item.refused(why);
        });
        return policy;
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
