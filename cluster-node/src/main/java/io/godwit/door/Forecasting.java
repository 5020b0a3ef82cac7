package io.godwit.door;

import io.godwit.identity.HostId;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.MeasuredWrites;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.WireCost;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.GuestWire;
import io.godwit.registry.HostRecord;
import io.godwit.unit.IllegalQuantity;
import io.godwit.vm.VmKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a door makes of a guest's writes, as its host counts them.
record Forecasting(Terms usual) {

    /// Why nothing can be said, before its host is asked.
    Optional<Reply> refused(Request.Predict wish, FleetView fleet, HostRecord home) {
        Optional<HostId> to = wish.to();
        if (to.isPresent() && fleet.host(to.get()).isEmpty()) {
            return refusal(404, "there is no host " + to.get() + ": `godwit hosts` lists them");
        }
        if (to.isPresent() && to.get().equals(home.host())) {
            return refusal(409, wish.vm() + " is on " + home.host() + " already: name another host");
        }
        if (fleet.vm(wish.vm())
                .filter(vm -> vm.spec().kind() == VmKind.CONTAINER)
                .isPresent()) {
            return refusal(409, wish.vm() + " is a container: what dumping and restoring one takes is not predicted");
        }
        if (targets(wish, fleet, home).isEmpty()) {
            return refusal(409, "there is no host beside " + home.host() + " to which " + wish.vm() + " could move");
        }
        try {
            Terms terms = wish.terms().over(usual);
            return terms.mode().movesMemory() && !terms.mode().isOfContainers()
                    ? Optional.empty()
                    : refusal(
                            400,
                            "mode " + terms.mode().word() + " is not predicted: write one of pre-copy,"
                                    + " suspend-and-copy, post-copy, hybrid");
        } catch (IllegalQuantity contradiction) {
            return refusal(400, contradiction.getMessage());
        }
    }

    private static Optional<Reply> refusal(int status, String why) {
        return Optional.of(Reply.refused(status, why));
    }

    /// Nodes of the hosts to which it might move.
    static List<NodeId> targets(Request.Predict wish, FleetView fleet, HostRecord home) {
        return fleet.hosts().stream()
                .filter(host -> !host.host().equals(home.host()))
                .filter(host ->
                        wish.to().isEmpty() || host.host().equals(wish.to().get()))
                .map(HostRecord::node)
                .toList();
    }

    /// @param vcpus of the guest
    Reply reply(Request.Predict wish, GuestWire.WritesSeen seen, int vcpus) {
        LinkQuality link = seen.link();
        if (link.bandwidth().bitsPerSecond() == 0) {
            return Reply.refused(
                    409, "the link from the host of " + seen.vm() + " passes nothing now: try again later");
        }
        MeasuredWrites writes = MeasuredWrites.of(
                seen.written().early(),
                seen.written().half(),
                seen.written().whole(),
                seen.written().most());
        Prediction prediction = Prediction.of(
                wish.terms().over(usual),
                new GuestMemory(seen.pages(), seen.zero(), 0, vcpus, writes),
                link,
                WireCost.byDefault());
        long page = WireCost.byDefault().page().bytes();
        Map<String, Object> measured =
                Reply.object("windowNs", seen.written().whole().ns());
        measured.put("pages", seen.written().whole().pages());
        measured.put("writtenBytesPerSecond", Math.round(writes.perSecond() * page));
        measured.put("workingSetBytes", Math.round(writes.set()) * page);
        measured.put("linkBitsPerSecond", link.bandwidth().bitsPerSecond());
        measured.put("latencyNs", link.latency().toNanos());
        Map<String, Object> body = Reply.object("vm", seen.vm().value());
        body.put("measured", measured);
        body.putAll(PredictionBody.of(prediction));
        return new Reply(200, body);
    }
}
