package io.godwit.host;

import io.godwit.device.DevicePath;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the devices of a host's guests get and take, by slot: of those alone that have bulk on them. Others cost
/// nothing here. Mutable, its [HostState]'s.
final class DeviceBoard {

    private final Engine engine;
    private final Map<Integer, DeviceTenant> running = new TreeMap<>();
    private final Map<Integer, DeviceTenant> resting = new TreeMap<>();

    DeviceBoard(Engine engine) {
        this.engine = engine;
    }

    /// Whether a guest of this spec has bulk on any device.
    static boolean hasBulk(VmSpec vm) {
        return vm.workload().devices().block().isPresent();
    }

    /// A guest begins to run, for the first time here or again.
    DeviceTenant begin(Resident resident, long nowNs) {
        DeviceTenant before = resting.remove(resident.slot());
        DeviceTenant tenant = before == null ? made(resident) : before;
        tenant.begin(nowNs);
        running.put(resident.slot(), tenant);
        return tenant;
    }

    private DeviceTenant made(Resident resident) {
        VmSpec vm = resident.spec();
        Optional<DeviceUse> disk = vm.workload()
                .devices()
                .block()
                .map(load -> new DeviceUse(engine.deviceOf(vm, DevicePath.Use.BLOCK), load.depth()));
        return new DeviceTenant(resident, disk);
    }

    /// A guest stands still; what it has done so far stays known.
    void rest(int slot, long nowNs) {
        DeviceTenant tenant = running.remove(slot);
        if (tenant != null) {
            tenant.stop(nowNs);
            resting.put(slot, tenant);
        }
    }

    /// The slot is another's from now on.
    void leave(int slot) {
        running.remove(slot);
        resting.remove(slot);
    }

    /// Those that run, by slot.
    Collection<DeviceTenant> running() {
        return Collections.unmodifiableCollection(running.values());
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    Optional<DeviceTenant> running(int slot) {
        return running.isEmpty() ? Optional.empty() : Optional.ofNullable(running.get(slot));
    }

    /// Whoever has bulk and was ever running here.
    Optional<DeviceTenant> known(int slot) {
        return running(slot).or(() -> Optional.ofNullable(resting.get(slot)));
    }

    /// Those whose disk has been silent since then.
    List<DeviceTenant> silentSince(long thenNs) {
        List<DeviceTenant> silent = new ArrayList<>();
        for (DeviceTenant tenant : running.values()) {
            if (!tenant.resident().spec().disk().equals(VmSpec.LOCAL_DISK) && tenant.isDiskSilentSince(thenNs)) {
                silent.add(tenant);
            }
        }
        return silent;
    }
}
