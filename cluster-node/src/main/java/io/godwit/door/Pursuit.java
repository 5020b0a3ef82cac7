package io.godwit.door;

import io.godwit.identity.MigrationId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.migration.Progress;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.Orders;
import io.godwit.recovery.ProgressWire;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Migrations with how far they are, as their sources say it, for one reply. Mutable, and owned by the [Door].
///
/// @param moves what the registry has of them
/// @param silent where sources are that have said nothing yet; what has ended meanwhile says nothing more
/// @param giveUpNs what has come by then must do
record Pursuit(
        List<MigrationView> moves,
        SortedMap<MigrationId, NodeId> silent,
        Map<String, Progress> told,
        long giveUpNs,
        CompletableFuture<Reply> reply) {

    static Pursuit of(Shown shown, List<MigrationView> moves, long giveUpNs, CompletableFuture<Reply> reply) {
        FleetView fleet = new FleetView(shown.view());
        SortedMap<MigrationId, NodeId> silent = new TreeMap<>();
        for (VmRecord vm : fleet.vms()) {
            vm.migration()
                    .ifPresent(move -> fleet.host(move.source()).ifPresent(host -> silent.put(move.id(), host.node())));
            vm.debt()
                    .flatMap(debt -> fleet.host(debt.host()))
                    .ifPresent(host -> silent.put(vm.settled().orElseThrow().id(), host.node()));
        }
        return new Pursuit(moves, silent, new TreeMap<>(), giveUpNs, reply);
    }

    /// Asks the source of each.
    void begin(Link link) {
        silent.forEach((migration, node) ->
                link.send(Orders.SERVICE, new Endpoint(node, ProgressWire.SERVICE), new ProgressWire.Ask(migration)));
        finishIfWhole();
    }

    void told(Progress progress) {
        if (silent.remove(progress.move().migration()) != null) {
            told.put(progress.move().migration().value(), progress);
            finishIfWhole();
        }
    }

    boolean isOver(long nowNs) {
        if (nowNs >= giveUpNs && !reply.isDone()) {
            finish();
        }
        return reply.isDone();
    }

    private void finishIfWhole() {
        if (silent.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        List<MigrationView> all = new ArrayList<>();
        for (MigrationView move : moves) {
            all.add(move.migration()
                    .map(told::get)
                    .map(progress -> move.with(MigrationView.Course.of(progress)))
                    .orElse(move));
        }
        reply.complete(Reply.ok("migrations", all));
    }
}
