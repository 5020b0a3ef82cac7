package io.godwit.virtualization;

import io.godwit.device.DevicePath.Use;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;

/// What a hypervisor calls each of a guest's devices, as files of `config/devices`. A container has its host's own.
public record DeviceNames(Pair emulated, Pair virtio, Pair passthrough, Pair container) {

    /// @param source why these
    public record Pair(String disk, String network, String source) {

        /// The one for this use.
        public String of(Use use) {
            return use == Use.BLOCK ? disk : network;
        }
    }

    private static final String FREE = "free";

    /// Where devices cost nothing.
    static DeviceNames free() {
        Pair free = new Pair(FREE, FREE, "nothing lies between");
        return new DeviceNames(free, free, free, free);
    }

    /// The name of the VM's device.
    public String of(VmSpec vm, Use use) {
        if (vm.kind() == VmKind.CONTAINER) {
            return container.of(use);
        }
        DeviceModel model = use == Use.BLOCK
                ? vm.platform().disk().model()
                : vm.platform().network().model();
        return switch (model) {
            case EMULATED -> emulated.of(use);
            case VIRTIO -> virtio.of(use);
            case PASSTHROUGH -> passthrough.of(use);
        };
    }

    /// All names for this use.
    public List<String> all(Use use) {
        return List.of(emulated.of(use), virtio.of(use), passthrough.of(use), container.of(use));
    }
}
