package io.godwit.cpu;

/// What a VM's size, the guest's habits and the costs of both make of the speed of its vCPUs.
final class VmShapes {

    /// However many vCPUs interrupt each other, this much of their speed is left.
    private static final double LEAST_SPEED = 0.05;

    private final Tenants vms;
    private final CacheWarmth caches;
    private final GuestCosts guest;
    private final ProcessorCosts processor;

    VmShapes(QuantumSettings settings, Parts parts, CacheWarmth caches) {
        vms = parts.vms();
        this.caches = caches;
        guest = settings.guest();
        processor = settings.processor();
    }

    /// From now on the VM in the slot is like this.
    ///
    /// @param ids the numbers of its vCPUs
    void shape(int slot, CpuEntitlement vm, VcpuLoad load, int[] ids) {
        int span = vms.settle(slot, vm, ids);
        int threads = Math.clamp(load.threads().orElse(vm.vcpus()), 1, vm.vcpus());
        vms.at(slot).threads = threads;
        vms.at(slot).spare = vm.vcpus() - threads;
        long workingSet = load.workingSet().orElse(guest.threads().workingSet()).bytes();
        vms.at(slot).workingSet = workingSet;
        vms.at(slot).coldestNs = caches.coldestNs(workingSet);
        double numa = processor.numa().speed().ratio();
        double far = (1 - numa) * (span - 1) / span;
        vms.speeds(
                slot,
                Math.max(LEAST_SPEED, besideInterrupts(vm.vcpus()) * (1 - far)),
                processor.siblings().speed().ratio(),
                numa);
    }

    long burstNs(VcpuLoad load) {
        return load.burst().orElse(guest.threads().burst()).toNanos();
    }

    /// The part of its time that ticks and interrupts among its vCPUs leave to each.
    private double besideInterrupts(int vcpus) {
        double ticks = guest.tick().running().perSecond() * guest.tick().cost().toNanos() / 1e9;
        GuestCosts.Interrupts interrupts = guest.interrupts();
        double waits =
                interrupts.broadcasts().perSecond() * interrupts.broadcast().toNanos() / 1e9 * (vcpus - 1);
        return (1 - ticks) / (1 + waits);
    }
}
