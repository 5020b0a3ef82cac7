package io.godwit.host;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.memory.pressure.Pressure;
import io.godwit.memory.pressure.ScannerFigures;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;

/// Where each frame of a host went, at one moment. [Frames#own], [Frames#overhead], [Frames#images], [Frames#clones],
/// [Frames#shared], [Frames#compressed] and [Frames#free] add up to what guests may have, and with [Frames#reserve] to
/// the machine's memory, but for a part of a frame.
///
/// *Not modelled*: a page cache of the host's own. Its disks are opened without one, so that pages of files are in
/// guests, see [Vm#files].
///
/// @param vms some of those that are here, by name
/// @param vmsInAll how many there are
public record HostMemory(HostId host, Frames frames, Means means, List<Vm> vms, int vmsInAll) implements HostInsight {

    public HostMemory {
        vms = List.copyOf(vms);
    }

    /// Sizes of what frames are taken up by.
    ///
    /// @param machine all that the machine has
    /// @param reserve what the hypervisor, and the operating system that it needs, keep for themselves
    /// @param own by pages of one VM each
    /// @param overhead by what the hypervisor keeps for each VM beside the VM's own
    /// @param images by images, whose pages VMs share
    /// @param clones by pages that clones have in common, until one of them writes
    /// @param shared by equal pages
    /// @param compressed by compressed pages
    public record Frames(
            MemorySize machine,
            MemorySize reserve,
            MemorySize own,
            MemorySize overhead,
            MemorySize images,
            MemorySize clones,
            MemorySize shared,
            MemorySize compressed,
            MemorySize free) {

        /// What guests may have, with what their hypervisor takes for each.
        public MemorySize forGuests() {
            return machine.minus(reserve);
        }
    }

    /// What the host promised, and what it does about it.
    ///
    /// @param managed whether it does anything: what follows is nothing otherwise
    /// @param promised to VMs that are here
    /// @param promisable the most that it promises
    /// @param reserved what nobody takes from VMs that are here
    /// @param pageBytes size of a page, of which the scanner's figures are numbers
    /// @param scannerNanoCores what the scanner takes of one core
    public record Means(
            boolean managed,
            MemorySize promised,
            MemorySize promisable,
            MemorySize reserved,
            Pressure pressure,
            MemorySize swapped,
            MemorySize swap,
            long pageBytes,
            ScannerFigures scanner,
            long scannerNanoCores) {}

    /// Where the pages of one VM are.
    ///
    /// @param size of its memory
    /// @param ofImage in frames that VMs of its image share
    /// @param withClones in frames that it shares with its clones, or with what it is a clone of
    /// @param givenUp by the guest to its balloon, in its files or its swap
    /// @param balloonTarget what its balloon is to have
    /// @param files of those in frames, the ones in which the guest keeps what it read of files: its page cache
    /// @param usedPermille how much of what it has it uses, as samples say
    /// @param stallNs for how long its memory held it up, counted for one vCPU
    /// @param mapped by what its memory is mapped
    public record Vm(
            VmId vm,
            MemorySize size,
            MemorySize own,
            MemorySize overhead,
            MemorySize ofImage,
            MemorySize withClones,
            MemorySize shared,
            MemorySize compressed,
            MemorySize swapped,
            MemorySize givenUp,
            MemorySize ballooned,
            MemorySize balloonTarget,
            MemorySize files,
            int usedPermille,
            long stallNs,
            Mapped mapped) {}

    /// By what a VM's memory is mapped; what is neither large nor huge is mapped page by page.
    ///
    /// @param large in mappings of 2 MiB
    /// @param huge in mappings of 1 GiB
    public record Mapped(MemorySize large, MemorySize huge, Splits splits) {

        static final Mapped PAGE_BY_PAGE = new Mapped(MemorySize.ZERO, MemorySize.ZERO, new Splits(0, 0, 0, 0, 0));
    }

    /// How many mappings were split since the VM came or changed its size, by what for.
    public record Splits(long sharing, long ballooning, long compression, long swap, long logging) {}

    @Override
    public List<HostMemory> parts(int rows) {
        List<HostMemory> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < vms.size(); from += rows) {
            parts.add(with(vms.subList(from, Math.min(from + rows, vms.size()))));
        }
        return parts;
    }

    @Override
    public HostMemory with(HostInsight part) {
        return switch (part) {
            case HostMemory other -> {
                List<Vm> both = new ArrayList<>(vms);
                both.addAll(other.vms);
                yield with(both);
            }
            case HostCpu other -> throw new IllegalArgumentException(other.host() + " told of memory and of CPUs");
            case HostSwitch other ->
                throw new IllegalArgumentException(other.host() + " told of memory and of its switch");
        };
    }

    @Override
    public boolean isWhole() {
        return vms.size() == vmsInAll;
    }

    private HostMemory with(List<Vm> others) {
        return new HostMemory(host, frames, means, others, vmsInAll);
    }
}
