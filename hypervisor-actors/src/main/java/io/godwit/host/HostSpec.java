package io.godwit.host;

import io.godwit.cpu.CpuTopology;
import io.godwit.device.DiskSpec;
import io.godwit.memory.MappingSize;
import io.godwit.network.SwitchSettings;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Power;
import io.godwit.virtualization.CpuFeature;
import io.godwit.virtualization.HardwareAssist;
import java.time.Duration;
import java.util.List;

/// What a physical machine has, as a file under `config/hosts` says. Each part names the source of its values; a source
/// that begins with `unverified` was not read by us: such values are defaults, never bounds.
///
/// @param disks the first one is the datastore `local`
public record HostSpec(
        String host,
        Processors processors,
        Memory memory,
        List<Nic> nics,
        VirtualSwitch virtualSwitch,
        List<DiskSpec> disks,
        PowerCurve power) {

    /// What a source begins with when nobody has checked it.
    public static final String UNVERIFIED = "unverified";

    public HostSpec {
        nics = List.copyOf(nics);
        disks = List.copyOf(disks);
        if (disks.isEmpty()) {
            throw new IllegalQuantity("a host without a disk can't keep a VM: write at least one under disks");
        }
    }

    /// The same, with what all hosts of a run have in place of what their files say.
    public HostSpec tuned(HostTuning tuning) {
        Memory mapped = new Memory(
                memory.size,
                memory.hypervisor,
                memory.page,
                tuning.mapping().map(MappingSize::size).orElse(memory.mapping),
                memory.source);
        return new HostSpec(
                host, processors, mapped, nics, tuning.virtualSwitch().over(virtualSwitch), disks, power);
    }

    /// One with the usual switch.
    public HostSpec(
            String host, Processors processors, Memory memory, List<Nic> nics, List<DiskSpec> disks, PowerCurve power) {
        this(host, processors, memory, nics, VirtualSwitch.usual(), disks, power);
    }

    /// Between the host's guests and its way out. See [SwitchSettings] for each value.
    public record VirtualSwitch(
            Duration ageing, int addresses, EventRate floodLimit, int floodBurst, MemorySize burst, String source) {

        public VirtualSwitch {
            new SwitchSettings(ageing, addresses, floodLimit, floodBurst, burst); // refuses what is no switch
        }

        static VirtualSwitch usual() {
            SwitchSettings usual = SwitchSettings.ofHost();
            return new VirtualSwitch(
                    usual.ageing(), usual.addresses(), usual.floodLimit(), usual.floodBurst(), usual.burst(), "usual");
        }

        public SwitchSettings settings() {
            return new SwitchSettings(ageing, addresses, floodLimit, floodBurst, burst);
        }
    }

    /// @param hardwareAssist whether it has VT-x or AMD-V
    /// @param nestedPaging whether it has EPT or NPT, too
    /// @param features that guests and hypervisors find; those of a file that doesn't say have all
    public record Processors(
            int sockets,
            int coresPerSocket,
            int threadsPerCore,
            Frequency clock,
            boolean hardwareAssist,
            boolean nestedPaging,
            List<CpuFeature> features,
            String source) {

        public Processors {
            features = features.stream().distinct().sorted().toList();
            new CpuTopology(sockets, coresPerSocket, threadsPerCore, clock); // refuses what is no machine
            if (nestedPaging && !hardwareAssist) {
                throw new IllegalQuantity("nested paging comes with VT-x or AMD-V: write hardware-assist: true, or"
                        + " nested-paging: false");
            }
        }

        /// With all features.
        public Processors(
                int sockets,
                int coresPerSocket,
                int threadsPerCore,
                Frequency clock,
                boolean hardwareAssist,
                boolean nestedPaging,
                String source) {
            this(
                    sockets,
                    coresPerSocket,
                    threadsPerCore,
                    clock,
                    hardwareAssist,
                    nestedPaging,
                    CpuFeature.all(),
                    source);
        }

        /// With nested paging, if it has any help for hypervisors at all.
        public Processors(
                int sockets,
                int coresPerSocket,
                int threadsPerCore,
                Frequency clock,
                boolean hardwareAssist,
                String source) {
            this(sockets, coresPerSocket, threadsPerCore, clock, hardwareAssist, hardwareAssist, source);
        }

        public HardwareAssist assist() {
            if (!hardwareAssist) {
                return HardwareAssist.NONE;
            }
            return nestedPaging ? HardwareAssist.NESTED_PAGING : HardwareAssist.TRAPS;
        }

        public CpuTopology topology() {
            return new CpuTopology(sockets, coresPerSocket, threadsPerCore, clock);
        }

        public int threads() {
            return topology().cores() * threadsPerCore;
        }
    }

    /// @param hypervisor what the hypervisor keeps for itself
    /// @param page size of a frame, and of a guest's page
    /// @param mapping of guests of kind full that don't say how they are to be mapped
    public record Memory(MemorySize size, MemorySize hypervisor, MemorySize page, MemorySize mapping, String source) {

        public Memory {
            size.pages(page);
            mappingOf(mapping);
            if (hypervisor.compareTo(size) >= 0) {
                throw new IllegalQuantity("the hypervisor's " + hypervisor + " leave nothing of " + size
                        + " for guests: write less, or more memory");
            }
        }

        /// One that maps page by page.
        public Memory(MemorySize size, MemorySize hypervisor, MemorySize page, String source) {
            this(size, hypervisor, page, MappingSize.SMALL.size(), source);
        }

        public MappingSize mappingSize() {
            return mappingOf(mapping);
        }

        private static MappingSize mappingOf(MemorySize size) {
            return MappingSize.named(size.toString())
                    .orElseThrow(() -> new IllegalQuantity(
                            "a mapping of " + size + " is none: write one of " + MappingSize.words()));
        }

        /// What guests may have.
        public MemorySize forGuests() {
            return size.minus(hypervisor);
        }
    }

    public record Nic(String name, Bandwidth bandwidth, Duration latency, String source) {}

    /// @param watts drawn at equal steps of CPU use, from idle to all cores busy
    public record PowerCurve(List<Power> watts, String source) {

        public PowerCurve {
            watts = List.copyOf(watts);
            if (watts.size() < 2) {
                throw new IllegalQuantity("a power curve has at least idle and full power: write two or more");
            }
        }

        /// What it draws at this use, between two steps in proportion.
        ///
        /// @param use ratio of all cores that are busy, 0 to 1
        public double wattsAt(double use) {
            double step = Math.clamp(use, 0, 1) * (watts.size() - 1);
            int below = (int) Math.min(step, watts.size() - 2);
            double low = watts.get(below).milliwatts();
            double high = watts.get(below + 1).milliwatts();
            return (low + (high - low) * (step - below)) / 1000;
        }
    }

    /// The part of it that VMs' CPU is promised and given from.
    public CpuTopology topology() {
        return processors.topology();
    }
}
