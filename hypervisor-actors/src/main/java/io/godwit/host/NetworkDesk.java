package io.godwit.host;

import io.godwit.identity.VmId;
import io.godwit.network.FrameHeader;
import io.godwit.network.MacAddress;
import io.godwit.network.NetworkWire.Payload;
import io.godwit.network.PortRules;
import io.godwit.network.VirtualSwitch;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// The host's way to its switch; a host without a network has none.
///
/// @param network its switch
/// @param shown takes what it shows
record NetworkDesk(Optional<ActorRef<VirtualSwitch.Command>> network, ActorRef<VirtualSwitch.Shown> shown) {

    /// From now on, frames for the VM are for this epoch of it.
    void plug(VmSpec vm, long epoch) {
        NetworkDevice card = vm.platform().network();
        var rules =
                new PortRules.Card(MacAddress.of(vm.id()), card.vlan().orElse(FrameHeader.UNTAGGED), card.bandwidth());
        tell(new VirtualSwitch.Plug(vm.id(), epoch, vm.needsPermit(), rules));
    }

    void unplug(VmId vm) {
        tell(new VirtualSwitch.Unplug(vm));
    }

    void transmit(VmId vm, Payload payload) {
        tell(new VirtualSwitch.Transmit(vm, payload));
    }

    /// A frame whose header the guest has written itself.
    void transmit(VirtualSwitch.TransmitRaw frame) {
        tell(frame);
    }

    /// What passes of a guest's bulk.
    void flow(VirtualSwitch.Flow flow) {
        tell(flow);
    }

    /// Asks what has passed it.
    ///
    /// @return false on a host without a network, where nobody answers
    boolean show() {
        tell(new VirtualSwitch.Show(shown));
        return network.isPresent();
    }

    private void tell(VirtualSwitch.Command command) {
        network.ifPresent(toSwitch -> toSwitch.tell(command));
    }
}
