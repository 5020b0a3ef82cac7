package io.godwit.virtualization;

import io.godwit.vm.DeviceModel;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// What of a VM can be changed while its guest runs, by its kind.
///
/// | change | full | para | container |
/// |---|---|---|---|
/// | more vCPUs | plugged in | plugged in | its limit is raised |
/// | fewer vCPUs | reboot | given back by the guest's kernel | its limit is lowered |
/// | more memory | plugged in | the balloon lets go | its limit is raised |
/// | less memory | balloon, down to what is in use | as full | its limit is lowered, down to what is in use |
/// | standing for memory | at once | at once | at once |
/// | mapping | reboot | | |
///
/// A guest that is unaware keeps each processor that it has found. A device that is passed through may write to any of
/// the guest's pages at any time, so none of them can be taken.
///
/// *Not modelled*: what a change itself costs, and the highest counts that a guest was booted for.
public final class HotChange {

    private HotChange() {}

    /// Why this change takes a reboot, if so.
    public static Optional<String> obstacle(VmSpec from, VmSpec to) {
        if (from.kind() == VmKind.FULL && to.vcpus() < from.vcpus()) {
            return Optional.of("a guest that is unaware of its hypervisor gives no vCPU back while it runs");
        }
        boolean shrinks = to.memory().compareTo(from.memory()) < 0;
        if (shrinks && isPassedThrough(from)) {
            return Optional.of("a device that is passed through may write to any page, so that none can be taken");
        }
        if (!from.platform().memory().mapping().equals(to.platform().memory().mapping())) {
            return Optional.of("its memory is mapped when it starts");
        }
        return Optional.empty();
    }

    private static boolean isPassedThrough(VmSpec vm) {
        return vm.platform().disk().model() == DeviceModel.PASSTHROUGH
                || vm.platform().network().model() == DeviceModel.PASSTHROUGH;
    }
}
