package io.godwit.door;

import io.godwit.door.Request.Inspect.Topic;
import io.godwit.host.VmInspection;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.migration.precopy.Terms;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.GuestWire;
import io.godwit.recovery.Orders;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import io.godwit.unit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Asks hosts about their guests for a door. Mutable, and owned by the [Door].
final class GuestCalls {

    private static final int CONFLICT = 409;

    /// @param fleet as it was when it was asked
    private record Waiting(Request request, FleetView fleet, CompletableFuture<Reply> reply) {}

    private final Link link;
    private final Map<Long, Waiting> waiting = new TreeMap<>();
    private final Forecasting forecasting;
    private long last;

    /// @param usual how the fleet moves guests unless somebody says otherwise
    GuestCalls(Link link, Terms usual) {
        this.link = link;
        forecasting = new Forecasting(usual);
    }

    /// Asks the host that has the VM now. A request that nobody answers is given up with its errand.
    void ask(Request request, VmId vm, Shown shown, CompletableFuture<Reply> reply) {
        waiting.values().removeIf(each -> each.reply().isDone());
        FleetView fleet = new FleetView(shown.view());
        Optional<VmRecord> record = fleet.vm(vm);
        Optional<HostRecord> host = record.flatMap(VmRecord::owner).flatMap(owner -> fleet.host(owner.host()));
        if (record.isEmpty()) {
            reply.complete(Reply.refused(404, "there is no VM " + vm + ": `godwit vms` lists them"));
        } else if (host.isEmpty()) {
            reply.complete(Reply.refused(CONFLICT, away(request, record.get())));
        } else if (request instanceof Request.Predict predict
                && forecasting.refused(predict, fleet, host.get()).isPresent()) {
            reply.complete(forecasting.refused(predict, fleet, host.get()).get());
        } else {
            waiting.put(++last, new Waiting(request, fleet, reply));
            link.send(
                    Orders.SERVICE,
                    new Endpoint(host.get().node(), GuestWire.SERVICE),
                    switch (request) {
                        case Request.Crash(var _, var panic) ->
                            new GuestWire.Crash(last, host.get().host(), vm, panic);
                        case Request.Predict predict ->
                            new GuestWire.WatchWrites(
                                    last,
                                    host.get().host(),
                                    record.get().spec(),
                                    Forecasting.targets(predict, fleet, host.get()));
                        case Request.Conduct conduct ->
                            message(conduct, host.get().host());
                        case Request.Inspect(var _, var topic)
                        when topic == Topic.IO || topic == Topic.NET ->
                            new GuestWire.InspectDevices(last, host.get().host(), vm);
                        default -> new GuestWire.Inspect(last, host.get().host(), vm);
                    });
        }
    }

    private static String away(Request request, VmRecord vm) {
        if (vm.desired() != Desired.STOPPED) {
            return vm.id() + " is on no host: wait until it runs, or resume it";
        }
        String start = ": `godwit vm start " + vm.id() + "` starts it";
        return vm.id() + " is stopped"
                + (request instanceof Request.Predict
                        ? ", and moves cold: it starts at its target next, and nothing travels that could be predicted"
                        : start);
    }

    void came(GuestWire answer) {
        switch (answer) {
            case GuestWire.Inspected(var request, var inspection) ->
                settle(
                        request,
                        asked -> new Reply(
                                200, is(asked.request(), Topic.EXITS) ? exits(inspection) : cost(inspection)));
            case GuestWire.WritesSeen seen ->
                settle(
                        seen.request(),
                        asked -> forecasting.reply((Request.Predict) asked.request(), seen, asked.fleet()));
            case GuestWire.Unanswered(var request, var vm, var to) ->
                settle(request, asked -> Reply.refused(CONFLICT, silent(asked.fleet(), vm, to)));
            case GuestWire.Crashed(var request, var vm) ->
                settle(request, _ -> new Reply(202, Map.of("done", vm + " has crashed")));
            case GuestWire.NotThere(var request, var vm, var phase) ->
                settle(request, _ -> Reply.refused(CONFLICT, vm + " is " + phase + " on its host: wait until it runs"));
            case GuestWire.Misbehaves(var request, var vm, var how) ->
                settle(request, _ -> new Reply(202, Map.of("done", vm + " misbehaves: " + Words.of(how))));
            case GuestWire.Behaves(var request, var vm, var how) ->
                settle(request, _ -> new Reply(202, Map.of("done", vm + " behaves: no more " + Words.of(how))));
            case GuestWire.DevicesInspected(var request, var devices) ->
                settle(
                        request,
                        asked -> new Reply(
                                200,
                                is(asked.request(), Topic.IO) ? DevicesBody.io(devices) : DevicesBody.net(devices)));
            case GuestWire.DiskAudited _ -> {} // a drill's question
            case GuestWire.ArrivalTried _ -> {} // a host's question
            case GuestWire.AuditDisk _,
                    GuestWire.TryArrival _,
                    GuestWire.Inspect _,
                    GuestWire.InspectDevices _,
                    GuestWire.WatchWrites _,
                    GuestWire.Crash _,
                    GuestWire.Misbehave _,
                    GuestWire.Behave _ -> {} // asked of hosts, not of doors
        }
    }

    private static String silent(FleetView fleet, VmId vm, HostId to) {
        String disk = fleet.vm(vm).map(it -> it.spec().disk()).orElse("its disk");
        return to + " has not said what the arrival of " + vm + " takes: it does not reach " + disk
                + ", or that or the registry does not answer it";
    }

    private GuestWire message(Request.Conduct conduct, HostId host) {
        return conduct.lasting().isEmpty()
                ? new GuestWire.Behave(last, host, conduct.vm(), conduct.how())
                : new GuestWire.Misbehave(last, host, conduct.vm(), conduct.how(), conduct.as(), conduct.lasting());
    }

    private interface Answer {
        Reply to(Waiting asked);
    }

    private void settle(long request, Answer answer) {
        Waiting asked = waiting.remove(request);
        if (asked != null) {
            asked.reply().complete(answer.to(asked));
        }
    }

    private static boolean is(Request request, Topic topic) {
        return request instanceof Request.Inspect(var _, var asked) && asked == topic;
    }

    private static Map<String, Object> head(VmInspection of) {
        Map<String, Object> body = Reply.object("vm", of.vm().value());
        body.put("host", of.host().value());
        body.put("hypervisor", of.hypervisor());
        body.put("mechanism", Words.of(of.mechanism()));
        return body;
    }

    /// Shares are of the time of all reasons together.
    private static Map<String, Object> exits(VmInspection of) {
        long all = of.reasons().stream().mapToLong(VmInspection.Counted::ns).sum();
        List<Map<String, Object>> reasons = new ArrayList<>();
        for (VmInspection.Counted each : of.reasons()) {
            Map<String, Object> row = Reply.object("reason", Words.of(each.reason()));
            row.put("exits", each.exits());
            row.put("count", each.count());
            row.put("timeNs", each.ns());
            row.put("share", all == 0 ? 0.0 : (double) each.ns() / all);
            reasons.add(row);
        }
        Map<String, Object> body = head(of);
        body.put("guestNs", of.cost().guestNs());
        body.put("reasons", reasons);
        return body;
    }

    private static Map<String, Object> cost(VmInspection of) {
        Map<String, Object> body = head(of);
        body.put("guestNs", of.cost().guestNs());
        body.put("exitsNs", of.cost().exitsNs());
        body.put("translationNs", of.cost().translationNs());
        body.put("ioNs", of.cost().ioNs());
        body.put("stealNs", of.cost().stealNs());
        body.put("stallNs", of.cost().stallNs());
        body.put("besideNs", of.cost().besideNs());
        return body;
    }
}
