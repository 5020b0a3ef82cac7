package io.godwit.door;

import io.godwit.host.Transfer;
import io.godwit.identity.HostId;
import io.godwit.link.LinkLoad;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.MeasuredWrites;
import io.godwit.migration.precopy.MemoryContents;
import io.godwit.migration.precopy.Precopy;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.WireCost;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.GuestWire;
import io.godwit.recovery.MoveOutlook;
import io.godwit.registry.HostRecord;
import io.godwit.registry.VmRecord;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.Share;
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
        if (targets(wish, fleet, home).isEmpty()) {
            return refusal(409, "there is no host beside " + home.host() + " to which " + wish.vm() + " could move");
        }
        try {
            VmRecord vm = fleet.vm(wish.vm()).orElseThrow();
            return new MoveOutlook(fleet)
                    .objection(vm, terms(wish, vm, fleet).mode())
                    .map(why -> Reply.refused(409, why));
        } catch (IllegalQuantity contradiction) {
            return refusal(400, contradiction.getMessage());
        }
    }

    private Terms terms(Request.Predict wish, VmRecord vm, FleetView fleet) {
        Terms terms = wish.terms().over(usual);
        return terms.with(new MoveOutlook(fleet).mode(vm, wish.terms().mode(), terms.mode()));
    }

    private static Optional<Reply> refusal(int status, String why) {
        return Optional.of(Reply.refused(status, why));
    }

    /// Hosts to which it might move.
    static List<GuestWire.Place> targets(Request.Predict wish, FleetView fleet, HostRecord home) {
        return fleet.hosts().stream()
                .filter(host -> !host.host().equals(home.host()))
                .filter(host ->
                        wish.to().isEmpty() || host.host().equals(wish.to().get()))
                .map(host -> new GuestWire.Place(host.host(), host.node()))
                .toList();
    }

    /// @param fleet as it was when its host was asked
    Reply reply(Request.Predict wish, GuestWire.WritesSeen seen, FleetView fleet) {
        VmRecord vm = fleet.vm(wish.vm()).orElseThrow();
        LinkLoad load = vm.owner()
                .map(owner ->
                        new MoveOutlook(fleet).load(owner.host(), seen.way().to()))
                .orElse(LinkLoad.of(1));
        LinkQuality link = share(seen.way(), load);
        if (link.bandwidth().bitsPerSecond() == 0) {
            return Reply.refused(409, "the way from the host of " + seen.vm() + " passes nothing now: try again later");
        }
        MeasuredWrites writes = MeasuredWrites.of(
                seen.written().early(),
                seen.written().half(),
                seen.written().whole(),
                seen.written().most());
        Prediction prediction = Prediction.of(
                terms(wish, vm, fleet),
                new GuestMemory(seen.pages(), contents(seen), vm.spec().vcpus(), writes),
                new Route(link, WireCost.byDefault(), seen.way().handover()));
        Map<String, Object> body = Reply.object("vm", seen.vm().value());
        body.put("measured", measured(seen, writes));
        body.put("assumed", assumed(seen.way(), link, load));
        if (Precopy.on(terms(wish, vm, fleet)).asksFirst()) {
            body.put("withoutHeldPages", true);
        }
        if (vm.spec().hasLocalDisk()) {
            body.put("withoutDisk", true);
        }
        body.putAll(PredictionBody.of(prediction));
        return new Reply(200, body);
    }

    /// How many of its pages are alike is not known.
    private static MemoryContents contents(GuestWire.WritesSeen seen) {
        Transfer.Zeroes zeroes = seen.zeroes();
        Share written = Share.of(zeroes.written(), seen.written().whole().pages());
        return MemoryContents.zero(zeroes.all(), zeroes.unused(), written);
    }

    /// What it would have of the way to its target if nothing else began or ended.
    private static LinkQuality share(GuestWire.Way way, LinkLoad load) {
        long linkBits = load.ofMove(way.link().bandwidth()).bitsPerSecond();
        long bits = Math.min(linkBits, Math.min(way.out().bits(), way.in().bits()));
        return new LinkQuality(way.link().latency(), new Bandwidth(bits));
    }

    private static Map<String, Object> measured(GuestWire.WritesSeen seen, MeasuredWrites writes) {
        long page = WireCost.byDefault().page().bytes();
        Map<String, Object> measured =
                Reply.object("windowNs", seen.written().whole().ns());
        measured.put("pages", seen.written().whole().pages());
        measured.put("writtenBytesPerSecond", Math.round(writes.perSecond() * page));
        measured.put("workingSetBytes", Math.round(writes.set()) * page);
        measured.put("zeroBytes", seen.zeroes().all() * page);
        measured.put("linkBitsPerSecond", seen.way().link().bandwidth().bitsPerSecond());
        measured.put("latencyNs", seen.way().link().latency().toNanos());
        measured.put("registryNs", seen.way().handover().registryNs());
        measured.put("datastoreNs", seen.way().handover().openNs());
        return measured;
    }

    private static Map<String, Object> assumed(GuestWire.Way way, LinkQuality link, LinkLoad load) {
        Map<String, Object> assumed = Reply.object("to", way.to().value());
        assumed.put("bitsPerSecond", link.bandwidth().bitsPerSecond());
        assumed.put("movesOut", way.out().moves());
        assumed.put("movesIn", way.in().moves());
        assumed.put("movesOnLink", load.moves() - 1);
        return assumed;
    }
}
