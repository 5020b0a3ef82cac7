package io.godwit.host;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.virtualization.Reason;
import io.godwit.vm.Mechanism;
import java.util.List;

/// What a VM's CPU time went into since its start or arrival on this host, and why it left the guest.
///
/// Counts and times follow from the work that was done, by the rates of its activity; nobody counts single events.
///
/// @param hypervisor name of the host's profile
/// @param reasons those that cost anything, the most expensive first
public record VmInspection(
        VmId vm, HostId host, String hypervisor, Mechanism mechanism, Cost cost, List<Counted> reasons)
        implements Lifecycle.Answer {

    public VmInspection {
        reasons = List.copyOf(reasons);
    }

    /// Core time in nanoseconds. The first four and the stall add up to what the VM was given.
    ///
    /// @param guestNs its own work
    /// @param exitsNs its hypervisor's work for it
    /// @param translationNs translation of its code and addresses
    /// @param ioNs work for its devices, on its vCPUs
    /// @param stealNs what it wanted and did not get
    /// @param stallNs what it got and could not use, as it waited for pages that were swapped or compressed
    /// @param besideNs work of the host for it beside its vCPUs
    public record Cost(
            long guestNs, long exitsNs, long translationNs, long ioNs, long stealNs, long stallNs, long besideNs) {

        /// What the VM was given.
        public long givenNs() {
            return guestNs + exitsNs + translationNs + ioNs + stallNs;
        }
    }

    /// @param exits whether the guest was left for it
    /// @param ns of the VM's vCPUs, all of them together
    public record Counted(Reason reason, boolean exits, long count, long ns) {}
}
