package io.godwit.host;

import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.QuantumMachine;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.unit.IllegalQuantity;
import io.godwit.virtualization.Profile;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The makes that hosts of a run may be of.
///
/// @param machines each kind of hardware, by name
/// @param hypervisors by name
/// @param memory how all hosts of the run manage memory; empty: not at all
/// @param schedulers that may be chosen by quantum; empty: fair-share alone
/// @param devices what those of guests cost, whatever the host
public record HostMakes(
        SortedMap<String, HostSpec> machines,
        SortedMap<String, Profile> hypervisors,
        Optional<MemoryManagement> memory,
        Optional<QuantumSchedulers> schedulers,
        DeviceFiles devices) {

    /// What stands for the scheduler of a host's hypervisor.
    public static final String NATIVE = "native";

    /// What may be chosen as a host's scheduler.
    public static final List<String> SCHEDULERS =
            Stream.concat(SchedulingFiles.NAMES.stream(), Stream.of(NATIVE)).toList();

    /// Between the name of a machine and that of its scheduler: `lab+credit`. Without one it is fair-share.
    private static final String WITH = "+";

    /// Hosts that give each VM its own memory and share their cores as a fluid.
    public HostMakes(SortedMap<String, HostSpec> machines, SortedMap<String, Profile> hypervisors) {
        this(machines, hypervisors, Optional.empty(), Optional.empty(), DeviceFiles.none());
    }

    public HostMakes with(Optional<MemoryManagement> other) {
        return new HostMakes(machines, hypervisors, other, schedulers, devices);
    }

    /// Hosts that have this in place of what their files say.
    ///
    /// @throws IllegalQuantity with a sentence, if a host can't
    public HostMakes with(HostTuning tuning) {
        SortedMap<String, HostSpec> tuned = new TreeMap<>();
        machines.forEach((name, machine) -> tuned.put(name, machine.tuned(tuning)));
        return tuning.equals(HostTuning.NONE) ? this : new HostMakes(tuned, hypervisors, memory, schedulers, devices);
    }

    /// The name of a machine that shares its cores by this scheduler.
    public static String scheduledBy(String machine, String scheduler) {
        return scheduler.equals(CpuScheduling.FAIR_SHARE) ? machine : machine + WITH + scheduler;
    }

    public HostMakes {
        machines = Collections.unmodifiableSortedMap(new TreeMap<>(machines));
        hypervisors = Collections.unmodifiableSortedMap(new TreeMap<>(hypervisors));
    }

    /// A sentence with the remedy, if there is no such make.
    ///
    /// @param make a machine, or with its scheduler as [#scheduledBy] names it
    public Optional<String> objection(String make, String hypervisor) {
        String machine = machineOf(make);
        if (!machines.containsKey(machine)) {
            return Optional.of(
                    "there is no host '" + machine + "': write one of " + String.join(", ", machines.keySet()));
        }
        if (!hypervisors.containsKey(hypervisor)) {
            return Optional.of("there is no hypervisor '" + hypervisor + "': write one of "
                    + String.join(", ", hypervisors.keySet()));
        }
        if (scheduling(make, hypervisors.get(hypervisor)).isEmpty()) {
            return Optional.of(
                    schedulerOf(make).equals(NATIVE)
                            ? "the scheduler of " + hypervisor + " is not modelled: write one of "
                                    + String.join(", ", SchedulingFiles.NAMES)
                            : "there is no scheduler '" + schedulerOf(make) + "': write one of "
                                    + String.join(", ", SCHEDULERS));
        }
        try {
            HostMake made = of(make, hypervisor);
            if (made.scheduling() instanceof CpuScheduling.Quantum
                    && made.machine().processors().threads() > QuantumMachine.MAX_LOGICAL_CPUS) {
                return Optional.of(machine + " has more than " + QuantumMachine.MAX_LOGICAL_CPUS
                        + " logical CPUs, too many to look at quanta: write scheduler: fair-share");
            }
            return Optional.empty();
        } catch (IllegalQuantity tooSmall) {
            return Optional.of(tooSmall.getMessage());
        }
    }

    /// @throws IllegalArgumentException if there is no such machine, scheduler or hypervisor
    public HostMake of(String make, String hypervisor) {
        String machine = machineOf(make);
        HostSpec hardware = Optional.ofNullable(machines.get(machine))
                .orElseThrow(() -> new IllegalArgumentException("no host " + machine));
        Profile profile = Optional.ofNullable(hypervisors.get(hypervisor))
                .orElseThrow(() -> new IllegalArgumentException("no hypervisor " + hypervisor));
        CpuScheduling scheduling = scheduling(make, profile)
                .orElseThrow(() -> new IllegalArgumentException("no scheduler " + schedulerOf(make)));
        return new HostMake(hardware, profile, scheduling, memory, devices);
    }

    private Optional<CpuScheduling> scheduling(String make, Profile hypervisor) {
        String chosen = schedulerOf(make);
        return chosen.equals(NATIVE)
                ? switch (hypervisor.scheduler().name()) {
                    case CREDIT -> scheduling(CpuScheduling.CREDIT);
                    case EEVDF -> scheduling(CpuScheduling.EEVDF);
                    case NOT_MODELLED -> Optional.empty();
                }
                : scheduling(chosen);
    }

    private Optional<CpuScheduling> scheduling(String name) {
        return name.equals(CpuScheduling.FAIR_SHARE)
                ? Optional.of(CpuScheduling.fluid())
                : schedulers.flatMap(known -> known.named(name));
    }

    private static String machineOf(String make) {
        int with = make.indexOf(WITH);
        return with < 0 ? make : make.substring(0, with);
    }

    private static String schedulerOf(String make) {
        int with = make.indexOf(WITH);
        return with < 0 ? CpuScheduling.FAIR_SHARE : make.substring(with + 1);
    }
}
