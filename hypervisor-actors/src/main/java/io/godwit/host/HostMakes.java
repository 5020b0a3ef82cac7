package io.godwit.host;

import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.unit.IllegalQuantity;
import io.godwit.virtualization.Profile;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The makes that hosts of a run may be of.
///
/// @param machines each kind of hardware, by name
/// @param hypervisors by name
/// @param memory how all hosts of the run manage memory; empty: not at all
public record HostMakes(
        SortedMap<String, HostSpec> machines,
        SortedMap<String, Profile> hypervisors,
        Optional<MemoryManagement> memory) {

    /// Hosts that give each VM its own memory.
    public HostMakes(SortedMap<String, HostSpec> machines, SortedMap<String, Profile> hypervisors) {
        this(machines, hypervisors, Optional.empty());
    }

    public HostMakes with(Optional<MemoryManagement> other) {
        return new HostMakes(machines, hypervisors, other);
    }

    public HostMakes {
        machines = Collections.unmodifiableSortedMap(new TreeMap<>(machines));
        hypervisors = Collections.unmodifiableSortedMap(new TreeMap<>(hypervisors));
    }

    /// A sentence with the remedy, if there is no such make.
    public Optional<String> objection(String machine, String hypervisor) {
        if (!machines.containsKey(machine)) {
            return Optional.of(
                    "there is no host '" + machine + "': write one of " + String.join(", ", machines.keySet()));
        }
        if (!hypervisors.containsKey(hypervisor)) {
            return Optional.of("there is no hypervisor '" + hypervisor + "': write one of "
                    + String.join(", ", hypervisors.keySet()));
        }
        try {
            HostMake _ = of(machine, hypervisor); // made for its objections alone
            return Optional.empty();
        } catch (IllegalQuantity tooSmall) {
            return Optional.of(tooSmall.getMessage());
        }
    }

    /// @throws IllegalArgumentException if there is no such machine or hypervisor
    public HostMake of(String machine, String hypervisor) {
        HostSpec hardware = Optional.ofNullable(machines.get(machine))
                .orElseThrow(() -> new IllegalArgumentException("no host " + machine));
        Profile profile = Optional.ofNullable(hypervisors.get(hypervisor))
                .orElseThrow(() -> new IllegalArgumentException("no hypervisor " + hypervisor));
        return new HostMake(hardware, profile).with(memory);
    }
}
