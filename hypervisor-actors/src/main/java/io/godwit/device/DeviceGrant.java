package io.godwit.device;

/// What a guest gets of a disk or NIC.
///
/// @param milliOperations thousandths of an operation a second
/// @param latencyNs of one operation, from the guest's driver and back
/// @param bound what keeps it from more
public record DeviceGrant(long milliOperations, long bytesPerSecond, long latencyNs, Bound bound) {

    public static final DeviceGrant NOTHING = new DeviceGrant(0, 0, 0, Bound.ASKED);

    /// Operations a second, for people.
    public double operationsPerSecond() {
        return milliOperations / 1e3;
    }
}
