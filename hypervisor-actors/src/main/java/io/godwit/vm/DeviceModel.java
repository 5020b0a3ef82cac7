package io.godwit.vm;

/// How a guest reaches a device.
public enum DeviceModel {
    /// A device that once existed, register by register (IDE, e1000): several exits an operation.
    EMULATED,
    /// A device made for virtual machines: batched kicks and interrupts.
    VIRTIO,
    /// The host's device itself: fast, and the guest can't be moved from it.
    PASSTHROUGH
}
