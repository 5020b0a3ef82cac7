package io.godwit.lab;

import io.godwit.experiment.IllegalSetting;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.host.HostDescription;
import io.godwit.host.HostSpec;
import io.godwit.host.VmDescription;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.migration.precopy.Terms;
import io.godwit.rack.Rack;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Servers that move onto few hosts while they work, seen once a second: hosts' use and power, VMs' run and steal time.
/// Mutable, for one run.
final class Consolidation {

    static final Duration TICK = Duration.ofSeconds(1);

    /// A migration that takes longer is not going to end.
    private static final int MOST_TICKS_OF_A_MOVE = 600;

    /// @param targets of the hosts, the first ones, which all VMs move to
    /// @param observed before and after
    record Plan(HostSpec machine, List<VmSpec> vms, int targets, Duration observed) {}

    /// A second of a host that has power.
    ///
    /// @param use ratio of its cores that ran guests, over this second
    record HostSecond(HostId host, double use, double watts, int vms) {}

    record Second(double atSeconds, List<HostSecond> hosts) {

        double watts() {
            return hosts.stream().mapToDouble(HostSecond::watts).sum();
        }
    }

    /// Run and steal time of a VM in one phase.
    static final class Times {
        private long ranNs;
        private long stolenNs;

        double stealPercent() {
            return ranNs + stolenNs == 0 ? 0 : 100.0 * stolenNs / (ranNs + stolenNs);
        }
    }

    /// What a copy of a VM had counted when it was last looked at.
    private record Counted(long ranNs, long stolenNs) {}

    private final Rack rack;
    private final Plan plan;
    private final List<HostId> on = new ArrayList<>();
    private final Map<String, Counted> counted = new TreeMap<>();
    private final List<Second> seconds = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<VmId, Times> before = new LinkedHashMap<>();
    private final Map<VmId, Times> after = new LinkedHashMap<>();
    private Map<VmId, Times> now = new LinkedHashMap<>();
    private double movedFromSeconds;
    private double movedToSeconds;
    private long longestDowntimeNs;

    Consolidation(Rack rack, Plan plan) {
        this.rack = rack;
        this.plan = plan;
    }

    /// @param delays of each VM's start, so that not all are busy at once
    void play(List<Duration> delays) {
        for (int i = 0; i < plan.vms().size(); i++) {
            on.add(new HostId("h" + (i + 1)));
            rack.add(on.getLast(), plan.machine());
        }
        startAll(delays);
        on.forEach(it -> second(rack.describe(it))); // counters so far are of starts
        look(10);
        step("each server runs on a machine of its own; from here on they are watched");
        now = before;
        look((int) plan.observed().toSeconds());
        step("watched for " + plan.observed().toSeconds() + " s: this is before");
        now = new LinkedHashMap<>();
        movedFromSeconds = atSeconds();
        for (int i = plan.targets(); i < plan.vms().size(); i++) {
            move(plan.vms().get(i), new HostId("h" + (i + 1)), new HostId("h" + (1 + i % plan.targets())));
        }
        movedToSeconds = atSeconds();
        now = after;
        look((int) plan.observed().toSeconds());
        step("watched for " + plan.observed().toSeconds() + " s: this is after");
    }

    private void startAll(List<Duration> delays) {
        for (int i = 0; i < plan.vms().size(); i++) {
            rack.run(delays.get(i));
            var refused = rack.start(on.get(i), plan.vms().get(i));
            if (refused.isPresent()) {
                throw new IllegalSetting(plan.vms().get(i).id() + " can't start: " + refused.get());
            }
        }
    }

    private void move(VmSpec vm, HostId from, HostId to) {
        var migration = rack.move(vm, to, Terms.byDefault());
        for (int tick = 0; rack.reportOf(migration).isEmpty() && tick < MOST_TICKS_OF_A_MOVE; tick++) {
            look(1);
        }
        var report = rack.reportOf(migration)
                .filter(it -> it.outcome() == Outcome.COMMITTED)
                .orElseThrow(() -> new IllegalSetting(vm.id() + " did not move: "
                        + rack.reportOf(migration)
                                .map(it -> it.why())
                                .orElse("it took more than " + MOST_TICKS_OF_A_MOVE + " s")));
        long downtimeNs = report.downtime().orElseThrow().totalNs();
        longestDowntimeNs = Math.max(longestDowntimeNs, downtimeNs);
        rack.powerOff(from);
        on.remove(from);
        look(1);
        step(String.format(
                Locale.ROOT,
                "%s moved from %s to %s in %d rounds with %.0f ms of downtime, and %s was switched off",
                vm.id(),
                from,
                to,
                report.rounds().size(),
                downtimeNs / 1e6,
                from));
    }

    private void look(int ticks) {
        for (int i = 0; i < ticks; i++) {
            rack.run(TICK);
            var hosts = on.stream().map(it -> second(rack.describe(it))).toList();
            seconds.add(new Second(atSeconds(), hosts));
        }
    }

    private HostSecond second(HostDescription host) {
        long ranNs = 0;
        for (var vm : host.vms()) {
            ranNs += count(host.host(), vm);
        }
        double use = (double) ranNs / TICK.toNanos() / plan.machine().topology().cores();
        return new HostSecond(
                host.host(),
                use,
                plan.machine().power().wattsAt(use),
                host.vms().size());
    }

    /// Counters of a VM begin anew where it arrives; while it moves it has two copies, of which one runs.
    private long count(HostId host, VmDescription vm) {
        var cpu = vm.cpu();
        var known = Optional.ofNullable(counted.put(host + "/" + vm.vm(), new Counted(cpu.ranNs(), cpu.stealNs())))
                .orElse(new Counted(0, 0));
        var times = now.computeIfAbsent(vm.vm(), _ -> new Times());
        times.ranNs += cpu.ranNs() - known.ranNs();
        times.stolenNs += cpu.stealNs() - known.stolenNs();
        return cpu.ranNs() - known.ranNs();
    }

    private void step(String sentence) {
        var last = seconds.getLast();
        var rows = new ArrayList<List<String>>();
        for (int i = 1; i <= plan.vms().size(); i++) {
            var host = new HostId("h" + i);
            rows.add(last.hosts().stream()
                    .filter(it -> it.host().equals(host))
                    .findFirst()
                    .map(it -> List.of(
                            host.value(),
                            "on",
                            Integer.toString(it.vms()),
                            String.format(Locale.ROOT, "%.0f %%", 100 * it.use()),
                            String.format(Locale.ROOT, "%.0f W", it.watts())))
                    .orElse(List.of(host.value(), "off", "0", "0 %", "0 W")));
        }
        rows.add(List.of(
                "all",
                on.size() + " on",
                Integer.toString(plan.vms().size()),
                "",
                String.format(Locale.ROOT, "%.0f W", last.watts())));
        steps.add(new Step(
                String.format(Locale.ROOT, "at %.0f s %s", last.atSeconds(), sentence),
                new Snapshot(List.of("host", "power", "vms", "cpu", "draws"), rows)));
    }

    private double atSeconds() {
        return rack.nowNs() / 1e9;
    }

    List<Second> seconds() {
        return seconds;
    }

    /// The seconds before the first move, or after the last, of those that were watched.
    List<Second> watched(boolean afterwards) {
        double from =
                afterwards ? movedToSeconds : movedFromSeconds - plan.observed().toSeconds();
        double to = from + plan.observed().toSeconds();
        return seconds.stream()
                .filter(it -> it.atSeconds() > from && it.atSeconds() <= to)
                .toList();
    }

    List<Step> steps() {
        return steps;
    }

    /// In the order of the servers.
    Map<VmId, Times> times(boolean afterwards) {
        var ordered = new LinkedHashMap<VmId, Times>();
        plan.vms()
                .forEach(it -> ordered.put(it.id(), (afterwards ? after : before).getOrDefault(it.id(), new Times())));
        return ordered;
    }

    long longestDowntimeNs() {
        return longestDowntimeNs;
    }

    double moveSeconds() {
        return movedToSeconds - movedFromSeconds;
    }
}
