package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.host.VmUse;
import io.godwit.identity.VmId;
import io.godwit.placement.HostLoad;
import io.godwit.registry.GroupRule;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.VmRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Follows the rules of groups: measures their members, and scales them.
///
/// The rules are the registry's, the members too; what was measured and when a group was last scaled is this term's. A
/// successor therefore waits a whole cooldown before its first step.
final class ScalePlan {

    /// Often beside a cooldown, seldom beside a look.
    private static final Duration MEASURE = Duration.ofSeconds(2);

    /// What is older says nothing of now.
    private static final long STALE_NS = 3 * MEASURE.toNanos();

    /// What a VM wanted between two measurements.
    ///
    /// @param wantedNs core time in `lengthNs`; 0 long after the first one
    private record Sample(VmUse last, long atNs, long wantedNs, long lengthNs) {}

    /// What one look has to go by, and what comes of it.
    private record Look(FleetView view, Supplier<List<HostLoad>> loads, List<Intent> intents, long nowNs) {}

    private final FleetSettings settings;
    private final Map<VmId, Sample> samples = new TreeMap<>();
    private final Map<String, Long> scaledNs = new TreeMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private long measuredNs = Long.MIN_VALUE;

    ScalePlan(FleetSettings settings) {
        this.settings = settings;
    }

    void used(List<VmUse> uses, long nowNs) {
        for (var use : uses) {
            samples.merge(use.vm(), new Sample(use, nowNs, 0, 0), ScalePlan::next);
        }
    }

    /// A VM that came to another host is watched anew there.
    private static Sample next(Sample before, Sample now) {
        var length = now.last().observedNs() - before.last().observedNs();
        return length <= 0
                ? now
                : new Sample(
                        now.last(),
                        now.atNs(),
                        now.last().wantedNs() - before.last().wantedNs(),
                        length);
    }

    List<Intent> plan(FleetView view, Supplier<List<HostLoad>> loads, long nowNs) {
        if (view.rules().isEmpty()) {
            samples.clear();
            return List.of();
        }
        var intents = new ArrayList<Intent>();
        if (measuredNs == Long.MIN_VALUE || nowNs - measuredNs >= MEASURE.toNanos()) {
            measuredNs = nowNs;
            intents.add(new Intent.Measure());
        }
        for (var rule : view.rules()) {
            var members = view.members(rule.group());
            scaledNs.putIfAbsent(rule.group(), nowNs);
            if (!members.isEmpty() && nowNs - scaledNs.get(rule.group()) >= rule.cooldownNs()) {
                follow(rule, members, new Look(view, loads, intents, nowNs));
            }
        }
        return intents;
    }

    private void follow(GroupRule rule, List<VmRecord> members, Look look) {
        var view = look.view();
        var loads = look.loads();
        var intents = look.intents();
        var nowNs = look.nowNs();
        var wanted = 0L;
        var has = 0L;
        for (var vm : members) {
            var sample = samples.get(vm.id());
            if (sample == null || sample.lengthNs() == 0 || nowNs - sample.atNs() > STALE_NS || !view.runs(vm)) {
                return; // one that is not measured, or not up yet, may want anything
            }
            wanted += sample.wantedNs() * 1000 / sample.lengthNs();
            has += vm.spec().vcpus() * 1000L;
        }
        var size = ScaleRule.size(rule, members.size(), wanted, has);
        if (size == members.size()) {
            return;
        }
        var step = Math.min(size, members.size() + ScaleDesk.MAX_STEP);
        switch (new ScaleDesk(settings).scale(rule.group(), step, view, loads.get())) {
            case OrderDesk.Ruling.Refuse(var why) -> {
                if (!why.equals(refusals.put(rule.group(), why))) {
                    intents.add(new Intent.Note(new FleetEvent.ScaleRefused(rule.group(), why)));
                }
            }
            case OrderDesk.Ruling.Tell _ -> throw new IllegalStateException("hosts do not scale groups");
            case OrderDesk.Ruling.Propose(var commands, var _) -> {
                refusals.remove(rule.group());
                scaledNs.put(rule.group(), nowNs);
                for (RegistryCommand command : commands) {
                    intents.add(new Intent.Note(new FleetEvent.GroupScaled(
                            rule.group(), members.size(), step, (int) (wanted * 1000 / has))));
                    intents.add(new Intent.Propose(command));
                }
            }
        }
    }
}
