package io.godwit.drill.file;

import io.godwit.network.FrameHeader;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.vm.CpuShare;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.Platform;
import java.util.List;
import java.util.Locale;

/// Reads a group's virtual hardware: `disk-device` and `network-device`.
final class DevicesReader {

    private static final List<String> MODELS = List.of("emulated", "virtio", "passthrough");

    private static final int LAST_VLAN = 4_094;
    private static final int MOST_WEIGHT = 10_000;

    private DevicesReader() {}

    static Platform read(Section group, Platform platform) {
        Platform withDisk = group.get("disk-device")
                .map(item -> platform.with(disk(item.section("model", "operations", "bandwidth", "weight"))))
                .orElse(platform);
        return group.get("network-device")
                .map(item -> withDisk.with(network(item.section("model", "vlan", "bandwidth", "weight"))))
                .orElse(withDisk);
    }

    private static DiskDevice disk(Section section) {
        return new DiskDevice(
                model(section),
                section.get("operations").map(DevicesReader::operations),
                section.get("bandwidth").map(DevicesReader::bandwidth),
                weight(section));
    }

    private static NetworkDevice network(Section section) {
        return new NetworkDevice(
                model(section),
                section.get("vlan").map(item -> item.whole(FrameHeader.UNTAGGED + 1, LAST_VLAN)),
                section.get("bandwidth").map(DevicesReader::bandwidth),
                weight(section));
    }

    private static EventRate operations(Item item) {
        EventRate rate = item.rate();
        if (rate.events() == 0) {
            throw item.refused("is zero, so that it does nothing: raise it or remove it");
        }
        return rate;
    }

    private static int weight(Section section) {
        return section.get("weight", item -> item.whole(1, MOST_WEIGHT), CpuShare.DEFAULT_WEIGHT);
    }

    private static Bandwidth bandwidth(Item item) {
        Bandwidth bandwidth = item.bandwidth();
        if (bandwidth.bitsPerSecond() == 0) {
            throw item.refused("is zero, so that it moves nothing: raise it or remove it");
        }
        return bandwidth;
    }

    private static DeviceModel model(Section section) {
        return section.get("model", DevicesReader::model, DeviceModel.VIRTIO);
    }

    private static DeviceModel model(Item item) {
        return DeviceModel.valueOf(item.oneOf(MODELS).toUpperCase(Locale.ROOT));
    }
}
