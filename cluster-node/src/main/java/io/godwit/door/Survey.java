package io.godwit.door;

import io.godwit.host.VmUse;
import io.godwit.identity.HostId;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.UseWire;
import io.godwit.registry.NodeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/// What VMs use, as their hosts say it, for one reply. Mutable, and owned by the [Door].
///
/// @param silent hosts that have said nothing yet
/// @param giveUpNs what has come by then must do
record Survey(SortedSet<HostId> silent, SortedMap<String, VmUse> uses, long giveUpNs, CompletableFuture<Reply> reply) {

    /// Of all hosts of a fleet whose processes are there.
    static Survey of(Shown shown, long giveUpNs, CompletableFuture<Reply> reply) {
        SortedSet<HostId> silent = new TreeSet<>();
        var lost = shown.view().nodes().stream()
                .filter(NodeRecord::lost)
                .map(NodeRecord::node)
                .toList();
        shown.view().hosts().stream()
                .filter(host -> !lost.contains(host.node()))
                .forEach(host -> silent.add(host.host()));
        return new Survey(silent, new TreeMap<>(), giveUpNs, reply);
    }

    void told(UseWire.Told told) {
        told.vms().forEach(use -> uses.put(use.vm().value(), use));
        silent.remove(told.host());
        if (silent.isEmpty()) {
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
        List<Map<String, Object>> vms = new ArrayList<>();
        uses.values().forEach(use -> vms.add(view(use)));
        Map<String, Object> body = Reply.object("uses", vms);
        body.put("silent", silent.stream().map(HostId::value).toList());
        reply.complete(new Reply(200, body));
    }

    private static Map<String, Object> view(VmUse use) {
        Map<String, Object> view = Reply.object("vm", use.vm().value());
        view.put("vcpus", use.vcpus());
        view.put("memoryBytes", use.memory().bytes());
        view.put("memoryUsedBytes", use.memoryUsed().bytes());
        view.put("observedNs", use.observedNs());
        view.put("wantedNs", use.wantedNs());
        view.put("cpu", use.cpu());
        return view;
    }
}
