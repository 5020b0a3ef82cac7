package io.godwit.recovery;

import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.VmRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How many migrations go from one site to another at once: those that copy, and those whose pages follow. Each takes
/// an equal part of what lies between, in its direction, and its source is told how many there are. Who is told first
/// of a newcomer is no matter: that one still has to reserve its room. Mutable, of one controller.
///
/// *Not modelled*: that what one leaves, others have.
final class LinkShares {

    /// Told again as often as sources are reminded of their migrations.
    private static final Duration REMIND = Duration.ofSeconds(2);

    /// A migration on its way between two sites.
    record Crossing(MigrationId migration, HostId source, String from, String to) {

        private String way() {
            return from + ">" + to;
        }
    }

    private record Told(int moves, long atNs) {}

    private final Map<MigrationId, Told> told = new TreeMap<>();

    static List<Crossing> crossings(FleetView view) {
        var crossings = new ArrayList<Crossing>();
        for (var vm : view.vms()) {
            vm.migration()
                    .flatMap(it -> crossing(view, it.id(), it.source(), it.target()))
                    .ifPresent(crossings::add);
            vm.settled().flatMap(it -> following(view, vm, it)).ifPresent(crossings::add);
        }
        return crossings;
    }

    private static Optional<Crossing> following(FleetView view, VmRecord vm, VmRecord.Settled settled) {
        return settled.debt().filter(debt -> !debt.lost()).flatMap(debt -> vm.owner()
                .flatMap(owner -> crossing(view, settled.id(), debt.host(), owner.host())));
    }

    private static Optional<Crossing> crossing(FleetView view, MigrationId id, HostId source, HostId target) {
        var from = view.host(source).map(HostRecord::site);
        var to = view.host(target).map(HostRecord::site);
        return from.isEmpty() || to.isEmpty() || from.equals(to)
                ? Optional.empty()
                : Optional.of(new Crossing(id, source, from.get(), to.get()));
    }

    /// @param begun those whose sources hear of them now
    /// @return what sources are to be told
    List<Intent> plan(List<Crossing> crossings, Set<MigrationId> begun, long nowNs) {
        var moves = new TreeMap<String, Integer>();
        crossings.forEach(it -> moves.merge(it.way(), 1, Integer::sum));
        var intents = new ArrayList<Intent>();
        var live = new TreeMap<MigrationId, Told>();
        for (var crossing : crossings) {
            int now = moves.get(crossing.way());
            var before = told.get(crossing.migration());
            boolean isNews = before == null
                    || before.moves() != now
                    || begun.contains(crossing.migration())
                    || nowNs - before.atNs() >= REMIND.toNanos();
            if (isNews) {
                intents.add(new Intent.ShareLink(crossing.source(), crossing.migration(), now));
            }
            live.put(crossing.migration(), isNews ? new Told(now, nowNs) : before);
        }
        told.clear();
        told.putAll(live);
        return intents;
    }
}
