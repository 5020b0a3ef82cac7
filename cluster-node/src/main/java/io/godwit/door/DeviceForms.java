package io.godwit.door;

import io.godwit.network.FrameHeader;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.vm.CpuShare;
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
    private static final int MOST_WEIGHT = 10_000;

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
        DiskDevice disk = new DiskDevice(
                model(device),
                device.quantity("operations", DeviceForms::operations),
                device.quantity("bandwidth", DeviceForms::bandwidth),
                weight(device));
        device.close();
        return disk;
    }

    private static NetworkDevice network(Form device) {
        NetworkDevice network = new NetworkDevice(
                model(device),
                device.whole("vlan", FrameHeader.UNTAGGED + 1, LAST_VLAN),
                device.quantity("bandwidth", DeviceForms::bandwidth),
                weight(device));
        device.close();
        return network;
    }

    private static Bandwidth bandwidth(String text) {
        Bandwidth bandwidth = Bandwidth.parse(text);
        if (bandwidth.bitsPerSecond() == 0) {
            throw new IllegalQuantity("a bandwidth of zero moves nothing: raise it or remove it");
        }
        return bandwidth;
    }

    private static EventRate operations(String text) {
        EventRate rate = EventRate.parse(text);
        if (rate.events() == 0) {
            throw new IllegalQuantity("a rate of zero does nothing: raise it or remove it");
        }
        return rate;
    }

    private static int weight(Form device) {
        return device.whole("weight", 1, MOST_WEIGHT).orElse(CpuShare.DEFAULT_WEIGHT);
    }

    private static DeviceModel model(Form device) {
        return device.word("model", DeviceModel.class).orElse(DeviceModel.VIRTIO);
    }
}
