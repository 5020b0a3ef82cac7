package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.history.Recorder;
import io.godwit.network.VirtualSwitch.Uplink;
import io.godwit.time.Timeline;
import io.godwit.vm.EffectGate;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// What a host is connected to.
///
/// @param gate asked at every effect of VMs that need a permit
/// @param guests how guests are made, the same for all hosts of a run
/// @param datastores beyond the host's own, by name
/// @param uplink empty for a host without a network
public record HostPorts(
        Timeline timeline,
        Recorder recorder,
        EffectGate gate,
        GuestMaker guests,
        SortedMap<String, ActorRef<Disk.Command>> datastores,
        Optional<Uplink> uplink) {

    public HostPorts {
        datastores = Collections.unmodifiableSortedMap(new TreeMap<>(datastores));
    }

    /// A host on its own: no datastore but its disk, no network, no control plane.
    public static HostPorts alone(Timeline timeline, Recorder recorder, GuestMaker guests) {
        return new HostPorts(timeline, recorder, EffectGate.open(), guests, new TreeMap<>(), Optional.empty());
    }
}
