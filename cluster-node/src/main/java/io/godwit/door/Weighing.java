package io.godwit.door;

import io.godwit.array.ArrayWire;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.Orders;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// How much each array holds, as it says itself, for one reply. Mutable, and owned by the [Door].
///
/// @param weights by array; empty for one that has said nothing yet
/// @param giveUpNs what has come by then must do
record Weighing(
        FleetView fleet,
        SortedMap<String, Optional<ArrayWire.Weighed>> weights,
        long giveUpNs,
        CompletableFuture<Reply> reply) {

    static Weighing of(Shown shown, long giveUpNs, CompletableFuture<Reply> reply) {
        SortedMap<String, Optional<ArrayWire.Weighed>> weights = new TreeMap<>();
        FleetView fleet = new FleetView(shown.view());
        fleet.hosts().forEach(host -> host.datastores().forEach(array -> weights.put(array, Optional.empty())));
        return new Weighing(fleet, weights, giveUpNs, reply);
    }

    /// Asks each.
    void begin(Link link) {
        weights.keySet()
                .forEach(array -> link.send(
                        Orders.SERVICE, new Endpoint(new NodeId(array), ArrayWire.SERVICE), new ArrayWire.Weigh(0)));
        finishIfAllSpoke();
    }

    void told(String array, ArrayWire.Weighed weight) {
        weights.computeIfPresent(array, (_, _) -> Optional.of(weight));
        finishIfAllSpoke();
    }

    private void finishIfAllSpoke() {
        if (weights.values().stream().allMatch(Optional::isPresent)) {
            finish();
        }
    }

    boolean isOver(long nowNs) {
        if (nowNs >= giveUpNs && !reply.isDone()) {
            finish();
        }
        return reply.isDone();
    }

    private void finish() {
        List<Map<String, Object>> all = new ArrayList<>();
        weights.forEach((array, weight) -> all.add(view(array, weight)));
        reply.complete(Reply.ok("datastores", all));
    }

    private Map<String, Object> view(String array, Optional<ArrayWire.Weighed> weight) {
        Map<String, Object> view = Reply.object("datastore", array);
        view.put("state", weight.isPresent() ? "up" : "silent");
        view.put(
                "vms",
                fleet.vms().stream()
                        .filter(vm -> vm.spec().disk().equals(array))
                        .count());
        weight.ifPresent(it -> {
            view.put("disks", it.disks());
            view.put("copies", it.copies());
            view.put("diskBytes", it.diskBytes());
            view.put("memoryBytes", it.memoryBytes());
            view.put("used", new MemorySize(it.diskBytes() + it.memoryBytes()).toString());
        });
        view.put(
                "toDrop",
                fleet.remains().stream()
                        .filter(remains -> remains.place().equals(array))
                        .count());
        return view;
    }
}
