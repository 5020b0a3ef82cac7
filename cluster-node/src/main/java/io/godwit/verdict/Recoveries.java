package io.godwit.verdict;

import io.godwit.drill.Action;
import io.godwit.history.Event;
import io.godwit.history.FleetEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.verdict.Evidence.Strike;
import io.godwit.verdict.Residence.Stand;
import io.godwit.verdict.VmRow.Recovery;
import io.godwit.verdict.VmRow.Stages;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Which faults took which VMs, and how each came back.
///
/// A deadly fault takes the VMs of its victims. Any other takes those that were started elsewhere because of it; a VM
/// that kept its place had an outage, and no recovery. A restart that no fault explains counts from the last fault
/// before it.
final class Recoveries {

    private final Evidence evidence;
    private final List<Sight> sights = new ArrayList<>();

    /// VMs with the epochs that somebody asked to end.
    private final Set<String> onPurpose = new TreeSet<>();

    /// Something that the control plane saw or did for a VM or node.
    private record Sight(Event event, long atNs) {}

    Recoveries(Evidence evidence) {
        this.evidence = evidence;
        for (var entry : evidence.played().history()) {
            switch (entry.event()) {
                case FleetEvent.LeaderElected _,
                        FleetEvent.NodeSuspected _,
                        FleetEvent.LostDeclared _,
                        FleetEvent.RestartDecided _,
                        FleetEvent.Placed _ -> sights.add(new Sight(entry.event(), entry.atNs()));
                case GuestEvent.Stopped stopped
                when stopped.why() == Why.POWER_OFF -> sights.add(new Sight(stopped, entry.atNs()));
                case GuestEvent.Stopped stopped
                when stopped.why() == Why.REQUESTED || stopped.why() == Why.REBOOT ->
                    onPurpose.add(stopped.vm() + "@" + stopped.epoch());
                default -> {}
            }
        }
        sights.sort(Comparator.comparingLong(Sight::atNs));
    }

    List<Recovery> of(VmSpec spec) {
        var vm = spec.id();
        var found = new LinkedHashMap<Long, Recovery>();
        for (var strike : evidence.strikes()) {
            if (strike.isDeadly()) {
                evidence.residence()
                        .at(vm, strike.atNs())
                        .filter(stand -> takes(strike, vm, stand))
                        .ifPresent(stand -> found.putIfAbsent(stand.epoch(), recovery(vm, strike, stand)));
            }
        }
        for (var stand : evidence.residence().all(vm)) {
            if (stand.booted()) {
                explain(vm, stand, found);
            }
        }
        return found.values().stream()
                .sorted(Comparator.comparingLong(Recovery::faultNs))
                .toList();
    }

    private boolean takes(Strike strike, VmId vm, Stand stand) {
        boolean struck = evidence.nodeOf(stand.host()).filter(strike::hits).isPresent();
        boolean hostOnly = strike.action() instanceof Action.PowerOff;
        return struck && (!hostOnly || lostPower(vm, stand));
    }

    private boolean lostPower(VmId vm, Stand stand) {
        return sights.stream()
                .anyMatch(sight -> sight.event() instanceof GuestEvent.Stopped(var who, var host, var epoch, var _)
                        && who.equals(vm)
                        && host.equals(stand.host())
                        && epoch == stand.epoch());
    }

    /// A start after another epoch is a recovery from something, if that happened after the baseline.
    private void explain(VmId vm, Stand started, Map<Long, Recovery> found) {
        var before = evidence.residence().all(vm).stream()
                .filter(stand -> stand.epoch() < started.epoch())
                .reduce((_, later) -> later);
        long backNs = backNs(vm, started);
        boolean known = found.values().stream()
                .anyMatch(recovery -> recovery.epochBefore() < started.epoch()
                        && recovery.epochAfter()
                                .filter(epoch -> epoch >= started.epoch())
                                .isPresent());
        if (before.isEmpty()
                || known
                || backNs < evidence.zeroNs()
                || onPurpose.contains(vm + "@" + before.get().epoch())) {
            return;
        }
        cause(vm, before.get(), backNs)
                .ifPresent(strike -> found.putIfAbsent(before.get().epoch(), recovery(vm, strike, before.get())));
    }

    private long backNs(VmId vm, Stand started) {
        return evidence.ledger(vm)
                .map(ledger -> ledger.epochStartsNs().get(started.epoch()))
                .orElse(started.atNs());
    }

    /// Of the faults that hit the VM's node while its last place was the old one, the first whose outage lasted; of
    /// none, the last fault of all.
    private Optional<Strike> cause(VmId vm, Stand before, long backNs) {
        var earlier = evidence.strikes().stream()
                .filter(strike -> strike.atNs() <= backNs)
                .toList();
        var hits = earlier.stream()
                .filter(strike ->
                        evidence.nodeOf(before.host()).filter(strike::hits).isPresent())
                .filter(strike -> !servedAfter(vm, strike, backNs))
                .findFirst();
        return hits.or(() -> earlier.stream().reduce((_, later) -> later));
    }

    /// Whether the VM wrote again after the fault was over, and before it was started elsewhere.
    private boolean servedAfter(VmId vm, Strike strike, long backNs) {
        return strike.endedNs()
                .flatMap(endedNs -> evidence.ledger(vm)
                        .map(ledger -> endedNs < backNs && ledger.acknowledgedBetween(endedNs, backNs) > 0))
                .orElse(false);
    }

    private Recovery recovery(VmId vm, Strike strike, Stand before) {
        var after = evidence.residence().after(vm, before.epoch());
        var rtoNs = evidence.ledger(vm)
                .map(ledger -> ledger.firstAcknowledgedNs(strike.atNs(), before.epoch() + 1))
                .filter(first -> first.isPresent())
                .map(first -> first.getAsLong() - strike.atNs());
        var node = evidence.nodeOf(before.host()).orElse(new NodeId("unknown"));
        return new Recovery(
                strike.step(),
                node,
                before.host(),
                after.map(Stand::host),
                before.epoch(),
                after.map(Stand::epoch),
                after.map(Stand::memoryLost).orElse(false),
                evidence.drillNs(strike.atNs()),
                stages(new Way(vm, node, before, after), strike.atNs(), rtoNs),
                rtoNs);
    }

    /// From where to where a VM went.
    private record Way(VmId vm, NodeId node, Stand before, Optional<Stand> after) {

        boolean isNew(VmId who, long epoch) {
            return who.equals(vm) && epoch > before.epoch();
        }
    }

    private Stages stages(Way way, long faultNs, Optional<Long> rtoNs) {
        var clock = new Splits(faultNs);
        var detect = clock.split(seen(faultNs, event -> isMissed(event, way.node(), faultNs)));
        var fence = clock.split(seen(
                faultNs,
                event -> event instanceof FleetEvent.LostDeclared lost
                        && lost.lost().equals(way.node())));
        var decide = clock.split(seen(
                faultNs,
                event -> event instanceof FleetEvent.RestartDecided decided
                        && way.isNew(decided.vm(), decided.epoch())));
        var place = clock.split(seen(
                faultNs,
                event -> event instanceof FleetEvent.Placed placed
                        && way.isNew(placed.vm(), placed.epoch())
                        && way.after()
                                .filter(stand -> stand.epoch() < placed.epoch())
                                .isEmpty()));
        var start = clock.split(way.after().map(Stand::atNs));
        var firstWrite = clock.split(rtoNs.map(rto -> faultNs + rto));
        return new Stages(detect, fence, decide, place, start, firstWrite);
    }

    /// The controller misses a node, or others elect a leader in the place of the one that led.
    private boolean isMissed(Event event, NodeId node, long faultNs) {
        return switch (event) {
            case FleetEvent.NodeSuspected(var suspect, var _, var _) -> suspect.equals(node);
            case FleetEvent.LeaderElected(var leader, var _) -> !leader.equals(node) && led(node, faultNs);
            default -> false;
        };
    }

    private boolean led(NodeId node, long atNs) {
        return sights.stream()
                .filter(sight -> sight.atNs() <= atNs && sight.event() instanceof FleetEvent.LeaderElected)
                .reduce((_, later) -> later)
                .filter(sight ->
                        ((FleetEvent.LeaderElected) sight.event()).leader().equals(node))
                .isPresent();
    }

    private Optional<Long> seen(long fromNs, Predicate<Event> what) {
        return sights.stream()
                .filter(sight -> sight.atNs() >= fromNs && what.test(sight.event()))
                .map(Sight::atNs)
                .findFirst();
    }

    /// A stop watch. A stage that ended before the one before it took no time of its own.
    private static final class Splits {

        private long lastNs;

        Splits(long startNs) {
            lastNs = startNs;
        }

        Optional<Long> split(Optional<Long> atNs) {
            var length = atNs.map(at -> Math.max(0, at - lastNs));
            atNs.ifPresent(at -> lastNs = Math.max(lastNs, at));
            return length;
        }
    }
}
