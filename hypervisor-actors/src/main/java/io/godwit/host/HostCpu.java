package io.godwit.host;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.vm.CpuShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who has the cores of a host and who waits for them, at one moment. Counters of a VM run from its start or arrival,
/// those of a core from the host's start.
///
/// Under fair-share, a fluid, there are neither cores nor queues to tell of, and [#cores] is empty.
///
/// @param cores some of its logical CPUs, by number
/// @param vms some of the VMs that are here, by name
public record HostCpu(HostId host, Machine machine, List<Core> cores, List<Vm> vms) implements HostInsight {

    /// What stands for the host's own work among VMs, whose names have no parentheses.
    public static final String HOST = "(host)";

    public HostCpu {
        cores = List.copyOf(cores);
        vms = List.copyOf(vms);
    }

    /// @param scheduler its name
    /// @param wantedNanoCores by all VMs together
    /// @param decisions how often a core chose who runs next
    /// @param own what the host does for itself
    /// @param coresInAll logical CPUs that have something to tell
    /// @param vmsInAll how many are here
    public record Machine(
            String scheduler,
            Shape shape,
            long wantedNanoCores,
            long grantedNanoCores,
            long decisions,
            Own own,
            int coresInAll,
            int vmsInAll) {

        /// Whether vCPUs wait in queues, and something can be told of that.
        public boolean hasQueues() {
            return coresInAll > 0;
        }
    }

    /// What the host's own work wants and gets beside VMs, and what it had since it first wanted anything.
    ///
    /// @param toMoveNanoCores what of it moving VMs wants
    public record Own(long demandNanoCores, long grantNanoCores, long toMoveNanoCores, long ranNs, long stealNs) {}

    public record Shape(int sockets, int coresPerSocket, int threadsPerCore) {

        public int cores() {
            return sockets * coresPerSocket;
        }
    }

    /// @param cpu its number among logical CPUs
    /// @param core whose thread it is
    /// @param runs the VM of which a vCPU runs on it, or [#HOST]
    /// @param waiting the VM of each vCPU that waits for it, or [#HOST]
    /// @param busyNs how long it was not idle
    /// @param waitedNs how long those that ran here had waited before, together: steal
    /// @param switches how often another vCPU than the last came
    /// @param wakeUps vCPUs that woke and ran here first
    public record Core(
            int cpu,
            int core,
            int socket,
            Optional<String> runs,
            List<String> waiting,
            long busyNs,
            long waitedNs,
            long switches,
            long wakeUps) {

        public Core {
            waiting = List.copyOf(waiting);
        }
    }

    /// @param share its weight, reservation, cap and pins
    /// @param home the socket where its memory is; empty if it is on several, or none matters
    public record Vm(VmId vm, int vcpus, CpuShare share, VmDescription.CpuFigures cpu, Optional<Integer> home) {}

    /// Rows are cores, then VMs.
    @Override
    public List<HostCpu> parts(int rows) {
        List<HostCpu> parts = new ArrayList<>();
        for (int from = 0; from < cores.size(); from += rows) {
            parts.add(new HostCpu(host, machine, cores.subList(from, Math.min(from + rows, cores.size())), List.of()));
        }
        for (int from = 0; from < vms.size(); from += rows) {
            parts.add(new HostCpu(host, machine, List.of(), vms.subList(from, Math.min(from + rows, vms.size()))));
        }
        return parts.isEmpty() ? List.of(this) : parts;
    }

    @Override
    public HostCpu with(HostInsight part) {
        return switch (part) {
            case HostCpu other -> {
                List<Core> allCores = new ArrayList<>(cores);
                allCores.addAll(other.cores);
                List<Vm> allVms = new ArrayList<>(vms);
                allVms.addAll(other.vms);
                yield new HostCpu(host, machine, allCores, allVms);
            }
            case HostMemory other -> throw new IllegalArgumentException(other.host() + " told of CPUs and of memory");
            case HostSwitch other ->
                throw new IllegalArgumentException(other.host() + " told of CPUs and of its switch");
        };
    }

    @Override
    public boolean isWhole() {
        return cores.size() == machine.coresInAll() && vms.size() == machine.vmsInAll();
    }
}
