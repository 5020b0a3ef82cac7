package io.godwit.host;

import io.godwit.device.BackEnd;
import io.godwit.device.BlockLoad;
import io.godwit.device.Bound;
import io.godwit.device.PacketLoad;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.NetworkDevice;
import java.util.Optional;

/// What a VM's devices are asked for and get done, at one moment. Its numbered writes and answers are not in it.
///
/// @param paceMillionths how much its guest gets done of what its CPU would let it, as it waits for its devices
public record VmDevices(VmId vm, HostId host, int paceMillionths, BlockDevice block, Card card)
        implements Lifecycle.Answer {

    /// @param device name of its file
    /// @param datastore where its blocks are
    /// @param limits its spec's
    /// @param bulk empty: the guest asks for nothing
    public record BlockDevice(
            String device, BackEnd backEnd, String datastore, DiskDevice limits, Optional<BlockBulk> bulk) {}

    /// @param bound what keeps it from more
    public record BlockBulk(BlockLoad asked, Work work, Bound bound, Totals totals) {}

    /// @param limits its spec's
    /// @param bulk empty: the guest asks for nothing, and nobody sends it anything
    public record Card(String device, BackEnd backEnd, NetworkDevice limits, Optional<CardBulk> bulk) {}

    /// @param asked empty: others send it something, and it sends nothing
    /// @param toEverybody whether it is for all of its virtual LAN, whomever it names
    /// @param milliOffered frames that come for it, in thousandths a second, whatever becomes of them
    /// @param milliSent frames that it gets sent, in thousandths a second
    /// @param milliReceived frames that it gets
    public record CardBulk(
            Optional<PacketLoad> asked,
            boolean toEverybody,
            long milliOffered,
            long milliSent,
            long milliReceived,
            Work work,
            Bound bound,
            Totals totals) {}

    /// What is done a second.
    ///
    /// @param milliOperations in thousandths
    /// @param latencyNs of one; [Long#MAX_VALUE] where nothing is done
    /// @param inFlight operations under way at a time
    /// @param milliExits in thousandths
    /// @param guestNanoCores of its vCPUs
    /// @param backEndNanoCores of its host beside them
    public record Work(
            long milliOperations,
            long latencyNs,
            int inFlight,
            long milliExits,
            long guestNanoCores,
            long backEndNanoCores) {}

    /// Since its guest began to run here, last.
    public record Totals(long operations, long exits, long guestNs, long backEndNs) {}
}
