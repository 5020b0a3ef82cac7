package io.godwit.host;

import io.godwit.guest.DeviceLoad;

/// What a guest asks of its devices for now.
///
/// @param toEverybody what it sends is for all of its virtual LAN, whomever it would be for otherwise
record DeviceAsk(DeviceLoad load, boolean toEverybody) {

    static DeviceAsk of(DeviceLoad load) {
        return new DeviceAsk(load, false);
    }

    boolean isNothing() {
        return load.block().isEmpty() && load.packets().isEmpty();
    }
}
