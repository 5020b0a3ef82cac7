package io.godwit.verdict;

import io.godwit.drill.Topology;
import io.godwit.drill.play.Played;
import io.godwit.history.Entry;
import io.godwit.identity.VmId;
import io.godwit.invariant.Copies;
import io.godwit.invariant.Premises;
import io.godwit.verdict.Charts.Band;
import io.godwit.verdict.Charts.Change;
import io.godwit.verdict.Charts.CopiesOfVm;
import io.godwit.verdict.Charts.Lane;
import io.godwit.verdict.Charts.State;
import io.godwit.verdict.Charts.Stay;
import io.godwit.verdict.Charts.WritesOfGroup;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The data of charts, thinned to what a person can look at. All processes of a drill share an axis of time, so that
/// their events can be drawn together; nothing is decided by it.
final class Drawing {

    /// A chart is some hundred pixels wide.
    private static final int BUCKETS = 300;

    /// One bucket is never less: what clients do a few times a second is a comb over less.
    private static final long BUCKET_NS = 1_000_000_000L;

    /// What is seen of the time before the baseline: a twentieth of the drill, and at least so much.
    private static final long LEAD_SHARE = 20;

    private static final long LEAST_LEAD_NS = 2_000_000_000L;

    /// Lanes and stays that a reader can tell apart, and a browser draws at once.
    private static final int LANES = 64;

    private static final int STAYS = 5_000;

    /// VMs whose copies are drawn: those that moved most.
    private static final int VMS = 64;

    private final Evidence evidence;
    private final Played played;
    private final List<Copies.Stay> stays;

    /// On the console's clock.
    private final long startNs;

    Drawing(Evidence evidence) {
        this.evidence = evidence;
        this.played = evidence.played();
        var copies = new Copies(Premises.of(played.drill(), true));
        played.history().stream().sorted(Comparator.comparingLong(Entry::atNs)).forEach(copies::observe);
        this.startNs = start(played);
        this.stays = copies.stays(played.endedNs())
                .filter(stay -> stay.toNs() > startNs)
                .sorted(Comparator.comparingLong(Copies.Stay::fromNs)
                        .thenComparing(Copies.Stay::vm)
                        .thenComparing(Copies.Stay::host))
                .toList();
    }

    /// A little before the baseline: how long the fleet took to get there is nobody's question, and on processes it is
    /// longer than many a drill. Without a baseline, from the beginning.
    private static long start(Played played) {
        return switch (played.baseline()) {
            case Played.Baseline.Reached(var atNs) ->
                Math.max(0, atNs - Math.max(LEAST_LEAD_NS, (played.endedNs() - atNs) / LEAD_SHARE));
            case Played.Baseline.NeverReached _ -> 0;
        };
    }

    Charts charts() {
        long fromNs = evidence.drillNs(startNs);
        long toNs = evidence.drillNs(played.endedNs());
        var lanes = lanes();
        long drawn = Math.min(LANES, lanes.size());
        return new Charts(
                fromNs, toNs, bands(toNs), lanes.subList(0, (int) drawn), lanes.size() - drawn, writes(), copies());
    }

    private List<Band> bands(long toNs) {
        return evidence.strikes().stream()
                .map(strike -> new Band(
                        strike.step(),
                        strike.action().verb(),
                        evidence.drillNs(strike.atNs()),
                        strike.endedNs().map(evidence::drillNs).orElse(toNs),
                        strike.victims()))
                .toList();
    }

    /// Hosts that carry VMs, in the file's order.
    private List<Lane> lanes() {
        var drawn = stays.stream().limit(STAYS).toList();
        return evidence.topology()
                .workers()
                .map(host -> new Lane(host.id(), host.node(), host.site(), staysOn(host, drawn)))
                .toList();
    }

    private List<Stay> staysOn(Topology.Host host, List<Copies.Stay> drawn) {
        return drawn.stream()
                .filter(stay -> stay.host().equals(host.id()))
                .map(stay -> new Stay(
                        stay.vm(),
                        stay.epoch(),
                        stay.running() ? State.RUNNING : State.PAUSED,
                        evidence.drillNs(Math.max(startNs, stay.fromNs())),
                        evidence.drillNs(stay.toNs())))
                .toList();
    }

    private Charts.Writes writes() {
        long lengthNs = played.endedNs() - startNs;
        long bucketNs = Math.max(BUCKET_NS, (lengthNs + BUCKETS - 1) / BUCKETS);
        int buckets = (int) ((lengthNs + bucketNs - 1) / bucketNs);
        var groups = new ArrayList<WritesOfGroup>();
        for (var group : evidence.vms().stream().map(VmSpec::group).distinct().toList()) {
            var members = evidence.vms().stream()
                    .filter(vm -> vm.group().equals(group))
                    .flatMap(vm -> evidence.ledger(vm.id()).stream())
                    .toList();
            if (!members.isEmpty()) {
                var counts = new ArrayList<Long>();
                for (int i = 0; i < buckets; i++) {
                    long fromNs = startNs + i * bucketNs;
                    counts.add(members.stream()
                            .mapToLong(ledger -> ledger.acknowledgedBetween(fromNs, fromNs + bucketNs))
                            .sum());
                }
                groups.add(new WritesOfGroup(group, counts));
            }
        }
        return new Charts.Writes(bucketNs, groups);
    }

    private Charts.Copies copies() {
        Map<VmId, List<Change>> changes = new TreeMap<>();
        stays.stream()
                .filter(Copies.Stay::running)
                .map(Copies.Stay::vm)
                .distinct()
                .forEach(vm -> changes.put(vm, changesOf(vm)));
        int highest = changes.values().stream()
                .flatMap(List::stream)
                .mapToInt(Change::copies)
                .max()
                .orElse(0);
        var most = changes.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<VmId, List<Change>> it) ->
                                -it.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .limit(VMS)
                .map(it -> new CopiesOfVm(it.getKey(), it.getValue()))
                .toList();
        return new Charts.Copies(!stays.isEmpty(), highest, most);
    }

    /// At one instant, what ends is counted before what begins: a hand-over is no second copy.
    private List<Change> changesOf(VmId vm) {
        var steps = new TreeMap<Long, Integer>();
        stays.stream().filter(stay -> stay.running() && stay.vm().equals(vm)).forEach(stay -> {
            steps.merge(Math.max(startNs, stay.fromNs()), 1, Integer::sum);
            if (stay.toNs() < played.endedNs()) {
                steps.merge(stay.toNs(), -1, Integer::sum);
            }
        });
        var changes = new ArrayList<Change>();
        int running = 0;
        for (var step : steps.entrySet()) {
            running += step.getValue();
            if (step.getValue() != 0) {
                changes.add(new Change(evidence.drillNs(step.getKey()), running));
            }
        }
        return changes;
    }
}
