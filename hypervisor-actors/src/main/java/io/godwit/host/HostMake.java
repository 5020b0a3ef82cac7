package io.godwit.host;

import io.godwit.cpu.CpuScheduling;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.virtualization.Profile;
import java.util.Optional;

/// What a host is made of: a machine, and the hypervisor on it.
///
/// @param scheduling how it shares its cores
/// @param memory how it manages memory beyond giving each VM its own; empty: not at all, which costs nothing
/// @param devices what those of its guests cost
public record HostMake(
        HostSpec machine,
        Profile hypervisor,
        CpuScheduling scheduling,
        Optional<MemoryManagement> memory,
        DeviceFiles devices) {

    /// One that shares its cores as a fluid.
    public HostMake(HostSpec machine, Profile hypervisor) {
        this(machine, hypervisor, CpuScheduling.fluid(), Optional.empty(), DeviceFiles.none());
    }

    public HostMake {
        MemorySize os = hypervisor.os().memory();
        if (os.compareTo(machine.memory().forGuests()) >= 0) {
            throw new IllegalQuantity("the operating system that " + hypervisor.hypervisor() + " needs keeps " + os
                    + ", and " + machine.host() + " has " + machine.memory().forGuests()
                    + ": choose a larger host or another hypervisor");
        }
    }

    /// A machine whose hypervisor runs everything and costs nothing.
    public static HostMake bare(HostSpec machine) {
        return new HostMake(machine, Profile.bare());
    }

    public HostMake with(CpuScheduling other) {
        return new HostMake(machine, hypervisor, other, memory, devices);
    }

    public HostMake with(Optional<MemoryManagement> other) {
        return new HostMake(machine, hypervisor, scheduling, other, devices);
    }

    public HostMake with(DeviceFiles other) {
        return new HostMake(machine, hypervisor, scheduling, memory, other);
    }

    /// What VMs may be promised, with what their hypervisor takes for each.
    public MemorySize promised() {
        MemorySize has = forGuests();
        return memory.map(management -> new MemorySize(management.promised(has.bytes())))
                .orElse(has);
    }

    public Abilities abilities() {
        HostSpec.Processors processors = machine.processors();
        return Abilities.of(
                hypervisor,
                processors.assist(),
                processors.features(),
                machine.memory().page());
    }

    /// What guests may have, with what their hypervisor takes for each.
    public MemorySize forGuests() {
        return machine.memory().forGuests().minus(hypervisor.os().memory());
    }
}
