package io.godwit.host;

import io.godwit.device.DiskSpec;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.VmId;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Power;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Hosts and VMs for tests.
final class Specs {

    static final String ARRAY = "array";

    private Specs() {}

    /// A machine of one socket, with a disk that takes 100 µs.
    static HostSpec host(int cores, MemorySize memory) {
        return new HostSpec(
                "test",
                new HostSpec.Processors(1, cores, 1, Frequency.parse("2GHz"), true, true, "a test"),
                new HostSpec.Memory(memory, MemorySize.ZERO, MemorySize.ofKibibytes(4), "a test"),
                List.of(),
                List.of(new DiskSpec(
                        "d",
                        Bandwidth.parse("10GiB/s"),
                        EventRate.parse("1000000/s"),
                        Duration.ofNanos(100_000),
                        "a test")),
                new HostSpec.PowerCurve(List.of(Power.parse("100W"), Power.parse("200W")), "a test"));
    }

    static VmSpec vm(String name, int vcpus, MemorySize memory, String disk) {
        return new VmSpec(
                new VmId(name),
                "test",
                vcpus,
                memory,
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                disk,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }

    static VmSpec vm(String name, int vcpus) {
        return vm(name, vcpus, MemorySize.ofMebibytes(64), VmSpec.LOCAL_DISK);
    }

    static VmSpec.Care frozenWithoutPermit() {
        return new VmSpec.Care(Protection.RESTART, Isolation.FREEZE, 1, List.of(), Optional.empty());
    }
}
