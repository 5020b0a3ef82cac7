package io.godwit.network;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where an edge switch believes each VM to be, learned from what came from there, the newest epoch first.
///
/// A switch forgets an address that has been silent, and floods. Here silence is counted in frames, not in time: after
/// [#MAX_UNANSWERED] frames without one coming back, the place is forgotten; the epoch is not.
final class EdgeTable {

    /// Three tries are what a real client's connection survives without anybody noticing (TCP's first retransmissions).
    static final int MAX_UNANSWERED = 3;

    private final Map<VmId, Route> routes = new TreeMap<>();

    /// @param host the host where it is
    record Place(NodeId node, HostId host, long epoch) {}

    private record Route(long epoch, Optional<Place> place, int unanswered) {

        Route sentOneMore() {
            return unanswered < MAX_UNANSWERED
                    ? new Route(epoch, place, unanswered + 1)
                    : new Route(epoch, Optional.empty(), 0);
        }
    }

    /// Something came from there.
    ///
    /// @return the newest epoch known, which is the place's own unless that is old and to be refused
    long heardFrom(VmId vm, Place place) {
        Route route = routes.get(vm);
        if (route != null && place.epoch() < route.epoch()) {
            return route.epoch();
        }
        routes.put(vm, new Route(place.epoch(), Optional.of(place), 0));
        return place.epoch();
    }

    /// Where a frame for it goes; empty: everywhere.
    Optional<Place> placeFor(VmId vm) {
        Route route = routes.get(vm);
        if (route == null) {
            return Optional.empty();
        }
        Route next = route.sentOneMore();
        routes.put(vm, next);
        return next.place();
    }
}
