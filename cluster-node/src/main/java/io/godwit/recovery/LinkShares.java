package io.godwit.recovery;

import io.godwit.device.PacketLoad;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkLoad;
import io.godwit.link.NodeId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.VmRecord;
import io.godwit.unit.Exact;
import io.godwit.vm.NetworkDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who goes from one site to another at once: migrations that copy, those whose pages follow, and guests that send bulk
/// to a guest there. Each is told who shares what lies between, in its direction, and takes its [LinkLoad#part]. Who is
/// told first of a newcomer is no matter: a migration still has to reserve its room. Mutable, of one controller.
///
/// *Not modelled*: that what one is kept from elsewhere, others have; frames to everybody, which a switch lets too few
/// pass to be felt; bulk to and from the world outside, which is at no site.
final class LinkShares {

    /// Told again as often as sources are reminded of their migrations.
    private static final Duration REMIND = Duration.ofSeconds(2);

    private static final long MILLI = 1_000;

    /// From one site to another.
    record Way(String from, String to) implements Comparable<Way> {

        @Override
        public int compareTo(Way other) {
            int bySource = from.compareTo(other.from);
            return bySource != 0 ? bySource : to.compareTo(other.to);
        }
    }

    /// A migration on its way between two sites.
    record Crossing(MigrationId migration, HostId source, Way way) {}

    /// A guest that sends bulk to another.
    ///
    /// @param way empty within a site
    /// @param towards where the other one is
    record Sender(VmId vm, HostId host, Optional<Way> way, NodeId towards, Wish wish) {}

    /// @param bits that it would send in a second
    record Wish(long bits, int weight) {}

    /// All of them.
    record Traffic(List<Crossing> moves, List<Sender> guests) {

        static Traffic of(FleetView view) {
            var moves = new ArrayList<Crossing>();
            var guests = new ArrayList<Sender>();
            for (var vm : view.vms()) {
                vm.migration()
                        .flatMap(it -> crossing(view, it.id(), it.source(), it.target()))
                        .ifPresent(moves::add);
                vm.settled().flatMap(it -> following(view, vm, it)).ifPresent(moves::add);
                sender(view, vm).ifPresent(guests::add);
            }
            return new Traffic(moves, guests);
        }

        private Map<Way, LinkLoad> loads() {
            var loads = new TreeMap<Way, LinkLoad>();
            moves.forEach(it -> loads.merge(it.way(), LinkLoad.of(1), (all, _) -> all.plusMove()));
            for (var guest : guests) {
                guest.way()
                        .ifPresent(way -> loads.put(
                                way,
                                loads.getOrDefault(way, LinkLoad.NOBODY)
                                        .plus(guest.wish().bits(), guest.wish().weight())));
            }
            return loads;
        }
    }

    private record Told(HostId host, LinkLoad load, long atNs) {}

    /// What was said of whom, as long as they are there.
    private static final class Said<K extends Comparable<K>> {

        private Map<K, Told> before = new TreeMap<>();
        private Map<K, Told> now = new TreeMap<>();

        private boolean isNews(K who, Told told) {
            var last = before.get(who);
            boolean isNews = last == null
                    || !last.host().equals(told.host())
                    || !last.load().equals(told.load())
                    || told.atNs() - last.atNs() >= REMIND.toNanos();
            now.put(who, isNews ? told : last);
            return isNews;
        }

        private void turn() {
            before = now;
            now = new TreeMap<>();
        }
    }

    private final Said<MigrationId> ofMoves = new Said<>();
    private final Said<VmId> ofGuests = new Said<>();

    /// Who would go from the site of one host to that of another if one migration more did; within a site, where only
    /// cards are short, that one alone.
    static LinkLoad withOneMore(FleetView view, HostId source, HostId target) {
        return way(view, source, target)
                .map(way -> Traffic.of(view).loads().getOrDefault(way, LinkLoad.NOBODY))
                .orElse(LinkLoad.NOBODY)
                .plusMove();
    }

    private static Optional<Crossing> following(FleetView view, VmRecord vm, VmRecord.Settled settled) {
        return settled.debt().filter(debt -> !debt.lost()).flatMap(debt -> vm.owner()
                .flatMap(owner -> crossing(view, settled.id(), debt.host(), owner.host())));
    }

    private static Optional<Crossing> crossing(FleetView view, MigrationId id, HostId source, HostId target) {
        return way(view, source, target).map(way -> new Crossing(id, source, way));
    }

    private static Optional<Way> way(FleetView view, HostId source, HostId target) {
        var from = view.host(source).map(HostRecord::site);
        var to = view.host(target).map(HostRecord::site);
        return from.isEmpty() || to.isEmpty() || from.equals(to)
                ? Optional.empty()
                : Optional.of(new Way(from.get(), to.get()));
    }

    private static Optional<Sender> sender(FleetView view, VmRecord vm) {
        var load = vm.spec().workload().devices().packets().filter(it -> it.to().isPresent());
        return load.filter(_ -> view.runs(vm)).flatMap(it -> view.vm(it.to().orElseThrow())
                .filter(view::runs)
                .flatMap(VmRecord::owner)
                .flatMap(owner -> view.host(owner.host()))
                .map(target -> {
                    var host = vm.owner().orElseThrow().host();
                    return new Sender(
                            vm.id(),
                            host,
                            way(view, host, target.host()),
                            target.node(),
                            wish(it, vm.spec().platform().network()));
                }));
    }

    private static Wish wish(PacketLoad load, NetworkDevice card) {
        long bits = Exact.ceilMulDiv(load.milliSent(), Byte.SIZE * load.size().bytes(), MILLI);
        long most = card.bandwidth().map(it -> it.bitsPerSecond()).orElse(Long.MAX_VALUE);
        return new Wish(Math.min(bits, most), card.weight());
    }

    /// @param begun those whose sources hear of them now
    /// @return what sources and hosts are to be told
    List<Intent> plan(Traffic traffic, Set<MigrationId> begun, long nowNs) {
        var loads = traffic.loads();
        var intents = new ArrayList<Intent>();
        for (var move : traffic.moves()) {
            var load = loads.get(move.way());
            boolean isNews = ofMoves.isNews(move.migration(), new Told(move.source(), load, nowNs));
            if (isNews || begun.contains(move.migration())) {
                intents.add(new Intent.ShareLink(move.source(), move.migration(), load));
            }
        }
        for (var guest : traffic.guests()) {
            var load = guest.way().map(loads::get).orElse(LinkLoad.NOBODY);
            if (ofGuests.isNews(guest.vm(), new Told(guest.host(), load, nowNs))) {
                intents.add(new Intent.ShareGuestLink(
                        guest.host(), guest.vm(), guest.way().map(_ -> guest.towards()), load));
            }
        }
        ofMoves.turn();
        ofGuests.turn();
        return intents;
    }
}
