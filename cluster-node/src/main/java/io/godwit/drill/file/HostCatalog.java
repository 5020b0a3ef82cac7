package io.godwit.drill.file;

import io.godwit.advice.Advice;
import io.godwit.guest.Activity;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the loader asks of the hosts' hardware, to tell beforehand what cannot fit.
public interface HostCatalog {

    /// A sentence with the remedy, if there is no such machine with such a hypervisor.
    Optional<String> objection(String spec, String hypervisor);

    /// Of what there is no [#objection] to.
    Capacity capacity(String spec, String hypervisor);

    /// All names of hardware, in alphabetical order.
    List<String> names();

    /// All names of hypervisors, in alphabetical order.
    List<String> hypervisors();

    /// How hosts manage memory that do, and what it costs; empty where nobody knows.
    default Optional<MemoryCosts> memoryCosts() {
        return Optional.empty();
    }

    /// Rules for the sizes of VMs, by their names.
    default SortedMap<String, Advice> advice() {
        return new TreeMap<>();
    }

    /// What guests do, by names that drills may use.
    SortedMap<String, Activity> activities();

    /// @param cores that VMs may reserve
    /// @param threads a VM has at most as many vCPUs
    /// @param memory for VMs, after the hypervisor's own share
    record Capacity(int cores, int threads, MemorySize memory, MemorySize pageSize, Abilities abilities) {

        Capacity with(MemorySize promised) {
            return new Capacity(cores, threads, promised, pageSize, abilities);
        }
    }
}
