package io.godwit.network;

import io.godwit.identity.VmId;
import io.godwit.network.NetworkWire.Frame;
import java.util.Map;
import java.util.TreeMap;

/// The guests behind a host's switch, each with its epoch, and what becomes of a frame for one.
final class SwitchPorts {

    private final Map<VmId, Port> ports = new TreeMap<>();

    /// @param gated whether its frames leave only with a permit
    record Port(long epoch, boolean gated) {}

    sealed interface Verdict {}

    record Deliver() implements Verdict {}

    /// It isn't here: flooded frames come to every host.
    record Unknown() implements Verdict {}

    /// The frame is for another epoch of it.
    record WrongEpoch(long current) implements Verdict {}

    void plug(VmId vm, Port port) {
        ports.put(vm, port);
    }

    void unplug(VmId vm) {
        ports.remove(vm);
    }

    Verdict incoming(Frame frame) {
        Port port = ports.get(frame.vm());
        if (port == null) {
            return new Unknown();
        }
        boolean knowsEpoch = frame.epoch() != 0;
        return knowsEpoch && frame.epoch() != port.epoch() ? new WrongEpoch(port.epoch()) : new Deliver();
    }
}
