package io.godwit.history;

import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;

/// What a storage array accepted or refused, written by the array in the order in which it decided.
public sealed interface ArrayEvent extends Event {

    String array();

    VmId vm();

    /// The floor of the VM is at `epoch`, durably. A repeated opening is recorded again.
    record Opened(String array, VmId vm, long epoch) implements ArrayEvent {}

    /// The floor of the VM is at `epoch`, and its disk started from the copy: what was written before is undone, as
    /// somebody asked for.
    record Rebased(String array, VmId vm, long epoch, CopyId copy) implements ArrayEvent {}

    /// The VM's disk is kept as it is, under this name.
    record Frozen(String array, VmId vm, long epoch, CopyId copy) implements ArrayEvent {}

    /// The VM's content is gone, and its floor is at `epoch`. A repeat is recorded again.
    record Discarded(String array, VmId vm, long epoch) implements ArrayEvent {}

    /// The copy is gone. A repeat is recorded again.
    record Dropped(String array, VmId vm, CopyId copy) implements ArrayEvent {}

    record OpenRefused(String array, VmId vm, long epoch, long floor) implements ArrayEvent {}

    /// Durable, and kept once: a repeated write is recorded again.
    record WriteAccepted(String array, VmId vm, long epoch, String client, long number) implements ArrayEvent {}

    record WriteRefused(String array, VmId vm, long epoch, long floor) implements ArrayEvent {}
}
