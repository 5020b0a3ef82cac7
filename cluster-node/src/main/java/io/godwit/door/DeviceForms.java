package io.godwit.door;

import io.godwit.network.FrameHeader;
import io.godwit.unit.Bandwidth;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.Platform;
import java.util.Optional;

/// The virtual hardware that a request asks for: `"diskDevice": {"model": "passthrough"}`, `"networkDevice": {"vlan":
/// 10,
/// "bandwidth": "1Gbit"}`.
///
/// @param disk empty: the usual one
/// @param network empty: the usual one
record DeviceForms(Optional<DiskDevice> disk, Optional<NetworkDevice> network) {

    private static final int LAST_VLAN = 4_094;

    /// Models that make a difference to a fleet's VMs.
    private enum Model {
        VIRTIO,
        PASSTHROUGH
    }

    static DeviceForms read(Form form) {
        return new DeviceForms(
                form.form("diskDevice").map(DeviceForms::disk),
                form.form("networkDevice").map(DeviceForms::network));
    }

    Platform onto(Platform platform) {
        Platform withDisk = disk.map(platform::with).orElse(platform);
        return network.map(withDisk::with).orElse(withDisk);
    }

    private static DiskDevice disk(Form device) {
        DiskDevice disk = new DiskDevice(model(device), Optional.empty(), Optional.empty());
        device.close();
        return disk;
    }

    private static NetworkDevice network(Form device) {
        NetworkDevice network = new NetworkDevice(
                model(device),
                device.whole("vlan", FrameHeader.UNTAGGED + 1, LAST_VLAN),
                device.quantity("bandwidth", DeviceForms::bandwidth));
        device.close();
        return network;
    }

    private static Bandwidth bandwidth(String text) {
        Bandwidth bandwidth = Bandwidth.parse(text);
        if (bandwidth.bitsPerSecond() == 0) {
            throw new Malformed("'networkDevice.bandwidth' is zero, so that it sends nothing: raise it or remove it");
        }
        return bandwidth;
    }

    private static DeviceModel model(Form device) {
        return switch (device.word("model", Model.class).orElse(Model.VIRTIO)) {
            case VIRTIO -> DeviceModel.VIRTIO;
            case PASSTHROUGH -> DeviceModel.PASSTHROUGH;
        };
    }
}
