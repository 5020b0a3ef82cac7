package io.godwit.host;

import io.godwit.device.DevicePath;
import io.godwit.guest.DeviceLoad;
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
    private final Map<Integer, DeviceLoad> inPlace = new TreeMap<>();

    DeviceBoard(Engine engine) {
        this.engine = engine;
    }

    /// What the guest asks of its devices now: what it was last told, or else its spec.
    DeviceLoad loadOf(Resident resident) {
        return Optional.ofNullable(inPlace.get(resident.slot()))
                .orElse(resident.spec().workload().devices());
    }

    /// From now on the guest asks for this, whatever its spec says; empty: as that says. To be followed by [#rest] and
    /// [#begin] where it runs.
    void replace(int slot, Optional<DeviceLoad> load) {
        load.ifPresentOrElse(it -> inPlace.put(slot, it), () -> inPlace.remove(slot));
    }

    /// A guest begins to run, for the first time here or again.
    ///
    /// @return empty for one without bulk
    Optional<DeviceTenant> begin(Resident resident, long nowNs) {
        DeviceLoad load = loadOf(resident);
        if (load.block().isEmpty()) {
            return Optional.empty();
        }
        DeviceTenant before = resting.remove(resident.slot());
        DeviceTenant tenant = before == null ? new DeviceTenant(resident) : before;
        tenant.begin(load.block(), engine.deviceOf(resident.spec(), DevicePath.Use.BLOCK), nowNs);
        running.put(resident.slot(), tenant);
        return Optional.of(tenant);
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
        inPlace.remove(slot);
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
