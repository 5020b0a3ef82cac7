package io.godwit.drill.file;

import io.godwit.network.FrameHeader;
import io.godwit.unit.Bandwidth;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.Platform;
import java.util.List;
import java.util.Optional;

/// Reads a group's virtual hardware: `disk-device` and `network-device`.
final class DevicesReader {

    /// Models that make a difference to a fleet's VMs.
    private static final List<String> MODELS = List.of("virtio", "passthrough");

    private static final int LAST_VLAN = 4_094;

    private DevicesReader() {}

    static Platform read(Section group, Platform platform) {
        Platform withDisk = group.get("disk-device")
                .map(item -> platform.with(disk(item.section("model"))))
                .orElse(platform);
        return group.get("network-device")
                .map(item -> withDisk.with(network(item.section("model", "vlan", "bandwidth"))))
                .orElse(withDisk);
    }

    private static DiskDevice disk(Section section) {
        return new DiskDevice(model(section), Optional.empty(), Optional.empty());
    }

    private static NetworkDevice network(Section section) {
        return new NetworkDevice(
                model(section),
                section.get("vlan").map(item -> item.whole(FrameHeader.UNTAGGED + 1, LAST_VLAN)),
                section.get("bandwidth").map(DevicesReader::bandwidth));
    }

    private static Bandwidth bandwidth(Item item) {
        Bandwidth bandwidth = item.bandwidth();
        if (bandwidth.bitsPerSecond() == 0) {
            throw item.refused("is zero, so that it sends nothing: raise it or remove it");
        }
        return bandwidth;
    }

    private static DeviceModel model(Section section) {
        return section.get("model", DevicesReader::model, DeviceModel.VIRTIO);
    }

    private static DeviceModel model(Item item) {
        return item.oneOf(MODELS).equals("virtio") ? DeviceModel.VIRTIO : DeviceModel.PASSTHROUGH;
    }
}
