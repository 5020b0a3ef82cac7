package io.godwit.drill.plan;

import io.godwit.drill.Action;
import io.godwit.drill.Drill;
import io.godwit.drill.Expectations;
import io.godwit.drill.Run;
import io.godwit.drill.Step;
import io.godwit.drill.Topology;
import io.godwit.drill.Topology.Host;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.link.NodeId;
import io.godwit.unit.Durations;
import io.godwit.unit.Words;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A drill as text for people: what stands, what is done to it, what must come out. Choices that only the running fleet
/// can settle are shown with what they may come to mean.
public final class DryRun {

    private final Drill drill;
    private final List<String> lines = new ArrayList<>();

    private DryRun(Drill drill) {
        this.drill = drill;
    }

    /// Lines that end with a line feed.
    public static String render(Drill drill) {
        return new DryRun(drill).render();
    }

    private String render() {
        var run = drill.run();
        lines.add(drill.title() + ": seed " + run.seed() + ", "
                + (run.clock() == Run.Clock.VIRTUAL ? "in virtual time only" : "on JVMs or in virtual time"));
        hosts();
        links();
        vms();
        timeline();
        expectations(drill.expect());
        return String.join("\n", lines) + "\n";
    }

    private void section(String title, Columns columns) {
        lines.add("");
        lines.add(title);
        lines.addAll(columns.lines());
    }

    private void hosts() {
        Topology topology = drill.fleet().topology();
        Map<String, List<Host>> racks = new LinkedHashMap<>();
        topology.hosts().forEach(host -> racks.computeIfAbsent(host.site() + "/" + host.rack(), _ -> new ArrayList<>())
                .add(host));
        var columns = new Columns("RACK", "HARDWARE", "DATASTORES", "HOSTS");
        racks.forEach((rack, hosts) -> {
            Host first = hosts.getFirst();
            columns.row(
                    rack,
                    first.carriesVms() ? first.spec().orElse("-") : "witness",
                    Names.orDash(first.datastores()),
                    Names.shortened(
                            hosts.stream().map(host -> host.id().value()).toList()));
        });
        section(
                "Fleet: " + topology.hosts().size() + " hosts on "
                        + topology.nodes().size() + " nodes",
                columns);
        lines.add("  votes: "
                + Names.shortened(topology.voters().stream().map(NodeId::value).toList())
                + "; host failures to tolerate: "
                + topology.hostFailuresToTolerate()
                + drill.fleet()
                        .permit()
                        .map(length -> "; permits of " + Durations.format(length))
                        .orElse(""));
    }

    private void links() {
        var columns = new Columns("SITES", "LATENCY", "BANDWIDTH");
        drill.fleet()
                .topology()
                .links()
                .forEach((sites, quality) -> columns.row(
                        sites.toString(),
                        Durations.format(quality.latency()),
                        quality.bandwidth().toString()));
        section("Links", columns);
    }

    private void vms() {
        Map<String, List<VmSpec>> groups = new LinkedHashMap<>();
        drill.fleet().vms().forEach(vm -> groups.computeIfAbsent(vm.group(), _ -> new ArrayList<>())
                .add(vm));
        var columns = new Columns(
                "GROUP", "COUNT", "VCPUS", "MEMORY", "KIND", "DISK", "PROTECTION", "TIER", "AFTER", "WORKLOAD");
        groups.forEach((name, vms) -> {
            VmSpec vm = vms.getFirst();
            String isolation = vm.isProtected() ? ", " + Words.of(vm.care().isolation()) + " when isolated" : "";
            columns.row(
                    name,
                    Integer.toString(vms.size()),
                    Integer.toString(vm.vcpus()),
                    vm.memory().toString(),
                    Words.of(vm.kind()),
                    vm.disk(),
                    Words.of(vm.care().protection()) + isolation,
                    Integer.toString(vm.care().tier()),
                    Names.orDash(vm.care().after()),
                    workload(vm.workload()));
        });
        section("VMs: " + drill.fleet().vms().size(), columns);
    }

    private static String workload(WorkloadSpec workload) {
        List<String> parts = new ArrayList<>();
        workload.ledger().ifPresent(ledger -> parts.add(ledger.writes() + " writes"));
        workload.memory().ifPresent(memory -> parts.add(memory.writes() + " pages in " + memory.workingSet()));
        parts.add(
                switch (workload.cpu()) {
                    case CpuSpec.Constant(int permille) -> "cpu " + permille / 10.0 + "%";
                    case CpuSpec.Trace(var folder, var _) -> "cpu from " + folder;
                    case CpuSpec.Generated(var profile) -> "cpu like " + profile;
                });
        return String.join(", ", parts);
    }

    private void timeline() {
        var candidates = new Candidates(drill);
        var columns = new Columns("STEP", "TRIGGER", "VERB", "TARGET", "UNTIL", "MEANS");
        for (Step step : drill.timeline()) {
            columns.row(
                    step.id(),
                    step.trigger().toString(),
                    step.action().verb(),
                    step.action().target(),
                    until(step.action()),
                    means(step.action(), candidates));
        }
        var steady = drill.steady();
        section(
                "Timeline, from when all is steady for " + Durations.format(steady.hold()) + " (within "
                        + Durations.format(steady.within()) + ")",
                columns);
        lines.add("  heal at " + Durations.format(drill.heal().at()) + ", settled by "
                + Durations.format(drill.heal().end())
                + drill.run()
                        .stopAfter()
                        .map(stop -> ", given up at " + Durations.format(stop))
                        .orElse(""));
    }

    private static String means(Action action, Candidates candidates) {
        List<String> meanings = new ArrayList<>();
        if (action instanceof Action.Degrade(var _, var worse, var _)) {
            worse.latency().ifPresent(latency -> meanings.add("latency " + Durations.format(latency)));
            worse.bandwidth().ifPresent(bandwidth -> meanings.add("bandwidth " + bandwidth));
        }
        candidates.of(action).forEach(choice -> meanings.add(choice.inWords()));
        return meanings.isEmpty() ? "-" : String.join(" | ", meanings);
    }

    private static String until(Action action) {
        return switch (action) {
            case Action.CrashGuest(var _, var panic) -> panic ? "with its kernel" : "-";
            case Action.Migrate _, Action.Drain _, Action.Restore _, Action.Order _ -> "-";
            case Action.Kill(var _, var back) -> back(back);
            case Action.PowerOff(var _, var back) -> back(back);
            case Action.Crash(var _, var how, var back) -> how == Action.Blow.KILL ? back(back) : lasting(back);
            case Action.Pause(var _, var lasting) -> lasting(lasting);
            case Action.Partition(var _, var lasting) -> lasting(lasting);
            case Action.Degrade(var _, var _, var lasting) -> lasting(lasting);
            case Action.Misbehave(var _, var conduct, var lasting) ->
                conduct.how().isFailure() ? "-" : lasting(lasting);
        };
    }

    private static String back(Optional<Duration> back) {
        return back.map(time -> "back after " + Durations.format(time)).orElse("for ever");
    }

    private static String lasting(Optional<Duration> lasting) {
        return lasting.map(time -> "for " + Durations.format(time)).orElse("the heal");
    }

    private void expectations(Expectations expect) {
        var columns = new Columns("GROUP", "OBJECTIVE", "BOUND");
        expect.objectives()
                .forEach((group, objectives) ->
                        objectives.forEach(objective -> columns.row(group, objective.word(), objective.bound())));
        section("Expected", columns);
        lines.add("  always: "
                + String.join(", ", expect.always().stream().map(Words::of).toList()));
        lines.add("  must happen: " + (expect.mustHappen().isEmpty() ? "-" : String.join(", ", expect.mustHappen())));
        var eventually = expect.eventually();
        lines.add("  within " + Durations.format(eventually.within()) + " of the heal: "
                + (eventually.protectedRunning() ? "every protected VM runs" : "VMs may be down")
                + (eventually.noLeftovers() ? ", no leftovers" : ""));
    }
}
