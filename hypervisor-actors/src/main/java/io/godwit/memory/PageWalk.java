package io.godwit.memory;

/// What the processor does about an address that its TLB doesn't have: it reads page tables, each entry a reference to
/// memory. How many is arithmetic, for four levels of x86-64 and a guest that maps its own memory by pages of 4 KiB:
///
/// * in *one dimension* (no virtualization, shadow page tables, paravirtualization, containers) one table leads to the
///   frame: 4 references. A larger mapping of the host's changes nothing, as an entry of a shadow table maps no more
///   than the guest's does (Linux, `virt/kvm/x86/mmu.rst`, large pages);
/// * in *two dimensions* (nested paging) each of the guest's 4 entries, and the page itself, is found by a walk through
///   the host's table of `h` levels: `(4 + 1)(h + 1) - 1`, that is 24, 19 or 14 for 4 KiB, 2 MiB or 1 GiB.
///
/// 4 against up to 24 is what is commonly told of nested paging; unverified in a source of its own.
///
/// *Not modelled*: caches of upper table entries, which make real walks shorter; guests that map by larger pages
/// themselves, whose misses would become fewer, too. The misses are what a workload says.
public enum PageWalk {
    ONE_DIMENSION,
    TWO_DIMENSIONS;

    private static final int GUEST_LEVELS = 4;

    /// References to memory for a miss in a mapping of this size.
    public int references(MappingSize size) {
        return switch (this) {
            case ONE_DIMENSION -> GUEST_LEVELS;
            case TWO_DIMENSIONS -> (GUEST_LEVELS + 1) * (size.levels() + 1) - 1;
        };
    }

    /// References for a miss on average, where misses fall evenly on all of a guest's memory.
    public double references(MappingMix mix) {
        double references = 0;
        for (MappingSize size : MappingSize.values()) {
            references += (double) mix.pages(size) * references(size);
        }
        return references / mix.pages();
    }

    /// What a miss takes beyond what it takes without a hypervisor, as a part of what it takes where the host maps each
    /// page of its own: 1 for that, less for larger mappings in two dimensions.
    public double extra(MappingMix mix) {
        int most = references(MappingSize.SMALL) - GUEST_LEVELS;
        return most == 0 ? 1 : (references(mix) - GUEST_LEVELS) / most;
    }
}
