package io.godwit.network;

import io.godwit.identity.VmId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the network outside knows of each VM beside its place: its newest epoch, its name, and whether it answers.
///
/// A switch forgets an address that has been silent for minutes. A client's connection doesn't last as long, so here
/// silence is counted in frames as well: after [#MAX_UNANSWERED] frames without one coming back, the place is to be
/// forgotten; the epoch is not.
final class EdgeTable {

    /// Three tries are what a real client's connection survives without anybody noticing (TCP's first retransmissions).
    static final int MAX_UNANSWERED = 3;

    private final Map<MacAddress, Route> routes = new TreeMap<>();

    private record Route(VmId vm, long epoch, int unanswered) {}

    /// Something came from it.
    ///
    /// @return the newest epoch known, which is this one unless that is old and to be refused
    long heardFrom(VmId vm, long epoch) {
        MacAddress mac = MacAddress.of(vm);
        Route route = routes.get(mac);
        if (route != null && epoch < route.epoch()) {
            return route.epoch();
        }
        routes.put(mac, new Route(vm, epoch, 0));
        return epoch;
    }

    /// A frame is being sent to it.
    ///
    /// @return whether it has been silent for too long to be where it was
    boolean isSilent(MacAddress mac) {
        Route route = routes.get(mac);
        if (route == null) {
            return false;
        }
        boolean silent = route.unanswered() == MAX_UNANSWERED;
        routes.put(mac, new Route(route.vm(), route.epoch(), silent ? 0 : route.unanswered() + 1));
        return silent;
    }

    /// The VM with this address, if anything ever came from it.
    Optional<VmId> vm(MacAddress mac) {
        return Optional.ofNullable(routes.get(mac)).map(Route::vm);
    }

    /// 0 if nothing ever came from it.
    long epoch(MacAddress mac) {
        Route route = routes.get(mac);
        return route == null ? 0 : route.epoch();
    }
}
