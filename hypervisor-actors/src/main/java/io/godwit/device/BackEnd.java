package io.godwit.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.godwit.unit.IllegalQuantity;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Who does a device's work on the host's side.
public enum BackEnd {
    /// Nobody: the guest has the hardware itself, or the host's kernel is its own.
    NONE,
    /// A process for each VM, such as QEMU.
    USER_SPACE,
    /// A thread of the host's kernel for each device.
    VHOST,
    /// A privileged VM that has the hardware's drivers, as Xen's domain 0.
    DOM0,
    /// The hypervisor itself.
    HYPERVISOR;

    /// As files and people write it, such as `user-space`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static BackEnd fromFile(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalQuantity("a back-end '" + word + "': write one of "
                        + Arrays.stream(values()).map(BackEnd::word).collect(Collectors.joining(", "))));
    }
}
