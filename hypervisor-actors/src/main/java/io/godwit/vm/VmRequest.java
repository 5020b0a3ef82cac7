package io.godwit.vm;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.network.FrameHeader;
import io.godwit.network.NetworkWire.Payload;

/// What a guest asks of its hypervisor, or tells it. Each names a slot on its host, which is not believed: what comes
/// by the line of another guest is refused and counted.
public sealed interface VmRequest {

    int slot();

    /// What it wants from now on, and when it is to be woken to think about it again.
    ///
    /// @param wakeAtNs [Long#MAX_VALUE] for never
    record CpuDemand(int slot, long nanoCores, long wakeAtNs) implements VmRequest {}

    /// All that it wrote to its memory since it last told. The answer to [VirtualMachine.SettleMemory].
    record PageAccess(int slot, PageWrites writes) implements VmRequest {}

    record SubmitIo(int slot, Disk.Numbered what) implements VmRequest {}

    record Transmit(int slot, Payload payload) implements VmRequest {}

    /// A frame whose header it has written itself.
    record TransmitRaw(int slot, FrameHeader header, Payload payload) implements VmRequest {}

    /// What it wrote to its memory since it last told, of its own accord.
    record Touched(int slot, PageWrites writes) implements VmRequest {}

    /// The answer to [VirtualMachine.Behave].
    ///
    /// @param deeds how often it did it
    record Behaved(int slot, Misbehaviour how, long deeds) implements VmRequest {}

    /// It has touched more memory than its control group lets it have.
    record OutOfMemory(int slot) implements VmRequest {}

    /// It has come as far as its host lets it, and stands still.
    record AtBound(int slot) implements VmRequest {}

    /// Nothing of it moves any more. The answer to [VirtualMachine.Pause].
    record GuestPaused(int slot, GuestState state, PageWrites writes) implements VmRequest {}

    /// The last word of a guest. The answer to [VirtualMachine.Halt].
    record Halted(int slot) implements VmRequest {}
}
