package io.godwit.door;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.MigrationId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.migration.Migrations;
import io.godwit.migration.PastMigration;
import io.godwit.migration.Progress;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.Orders;
import io.godwit.recovery.ProgressWire;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// Migrations with how far they are, as their sources say it, and the last ones that ended, as all nodes say it, for
/// one reply. Mutable, and owned by the [Door].
///
/// @param moves what the registry has of them
/// @param waits for whom
/// @param told how far they are
/// @param past what sides said of those that ended
/// @param giveUpNs what has come by then must do
record Pursuit(
        List<MigrationView> moves,
        Silent waits,
        Map<String, Progress> told,
        Map<MigrationId, List<PastView.Word>> past,
        long giveUpNs,
        CompletableFuture<Reply> reply) {

    /// As many as are shown of those that ended.
    private static final int MAX_PAST = 200;

    /// Who has said nothing yet.
    ///
    /// @param sources of those under way, and where they are; what has ended meanwhile says nothing more
    /// @param nodes that are to tell of those that ended
    private record Silent(SortedMap<MigrationId, NodeId> sources, SortedSet<NodeId> nodes) {

        boolean isNobody() {
            return sources.isEmpty() && nodes.isEmpty();
        }
    }

    static Pursuit of(Shown shown, List<MigrationView> moves, long giveUpNs, CompletableFuture<Reply> reply) {
        FleetView fleet = new FleetView(shown.view());
        SortedMap<MigrationId, NodeId> sources = new TreeMap<>();
        for (VmRecord vm : fleet.vms()) {
            vm.migration().ifPresent(move -> fleet.host(move.source())
                    .ifPresent(host -> sources.put(move.id(), host.node())));
            vm.debt()
                    .flatMap(debt -> fleet.host(debt.host()))
                    .ifPresent(host -> sources.put(vm.settled().orElseThrow().id(), host.node()));
        }
        SortedSet<NodeId> nodes = shown.view().nodes().stream()
                .filter(node -> !node.lost())
                .map(NodeRecord::node)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Pursuit(moves, new Silent(sources, nodes), new TreeMap<>(), new TreeMap<>(), giveUpNs, reply);
    }

    /// Asks the source of each, and all nodes for those that ended.
    void begin(Link link) {
        waits.sources().forEach((migration, node) -> ask(link, node, new ProgressWire.Ask(migration)));
        waits.nodes().forEach(node -> ask(link, node, new ProgressWire.AskPast()));
        finishIfWhole();
    }

    private static void ask(Link link, NodeId node, ProgressWire question) {
        link.send(Orders.SERVICE, new Endpoint(node, ProgressWire.SERVICE), question);
    }

    void told(Progress progress) {
        MigrationId migration = progress.move().migration();
        if (waits.sources().remove(migration) != null) {
            told.put(migration.value(), progress);
            finishIfWhole();
        }
    }

    void told(NodeId node, Migrations.Past said) {
        if (waits.nodes().remove(node)) {
            said.migrations().forEach(migration -> add(migration, said.nowNs()));
            finishIfWhole();
        }
    }

    private void add(PastMigration migration, long nowNs) {
        MigrationId id = migration.move().migration();
        past.computeIfAbsent(id, _ -> new ArrayList<>()).add(new PastView.Word(migration, nowNs - migration.endedNs()));
        if (migration.side() == Side.SOURCE) {
            waits.sources().remove(id);
        }
    }

    boolean isOver(long nowNs) {
        if (nowNs >= giveUpNs && !reply.isDone()) {
            finish();
        }
        return reply.isDone();
    }

    private void finishIfWhole() {
        if (waits.isNobody()) {
            finish();
        }
    }

    private void finish() {
        Map<String, Object> body =
                Reply.object("migrations", moves.stream().map(this::withCourse).toList());
        body.put(
                "ended",
                past.values().stream()
                        .map(PastView::of)
                        .sorted(Comparator.comparingLong(PastView::endedAgoNs))
                        .limit(MAX_PAST)
                        .toList());
        body.put("silent", waits.nodes().stream().map(NodeId::value).toList());
        reply.complete(new Reply(200, body));
    }

    private MigrationView withCourse(MigrationView move) {
        return move.migration()
                .map(told::get)
                .map(progress -> move.with(MigrationView.Course.of(progress)))
                .orElse(move);
    }
}
