package io.godwit.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Those of a host's guests that run and have bulk, by slot: each is looked up, and all are gone through, each time
/// that the host's CPU is shared out. They come and go seldom. Mutable.
final class SlottedTenants {

    private @Nullable DeviceTenant[] bySlot = new @Nullable DeviceTenant[0];
    private List<DeviceTenant> all = List.of();

    boolean isEmpty() {
        return all.isEmpty();
    }

    /// In the order of their slots. Whoever goes through them may let some come or go.
    List<DeviceTenant> all() {
        return all;
    }

    Optional<DeviceTenant> at(int slot) {
        return slot < bySlot.length ? Optional.ofNullable(bySlot[slot]) : Optional.empty();
    }

    void put(int slot, DeviceTenant tenant) {
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(8, 2 * slot));
        }
        bySlot[slot] = tenant;
        list();
    }

    /// @return who was there
    Optional<DeviceTenant> remove(int slot) {
        Optional<DeviceTenant> before = at(slot);
        if (before.isPresent()) {
            bySlot[slot] = null;
            list();
        }
        return before;
    }

    private void list() {
        List<DeviceTenant> present = new ArrayList<>();
        for (DeviceTenant tenant : bySlot) {
            if (tenant != null) {
                present.add(tenant);
            }
        }
        all = Collections.unmodifiableList(present);
    }
}
