package io.godwit.drill.file;

import io.godwit.drill.file.VmsSection.Group;
import io.godwit.guest.Activity;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.LedgerSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Durations;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.unit.Words;
import io.godwit.virtualization.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads `workload`: what the guests of each group do all day.
final class WorkloadSection {

    /// Generators of demand, by the published trace whose moments they have.
    private static final List<String> PROFILES = List.of("planetlab");

    private final MemorySize pageSize;
    private final Traces traces;
    private final SortedMap<String, Activity> activities;
    private final Problems problems;

    /// @param pageSize by which a dirty rate in bytes becomes one in pages
    /// @param activities by the names that drills may use
    WorkloadSection(MemorySize pageSize, Traces traces, SortedMap<String, Activity> activities, Problems problems) {
        this.pageSize = pageSize;
        this.traces = traces;
        this.activities = activities;
        this.problems = problems;
    }

    /// The workload of each group that has one. A trace names its folder alone.
    Map<String, WorkloadSpec> read(Item workload, List<Group> groups) {
        Map<String, WorkloadSpec> workloads = new LinkedHashMap<>();
        var guests = new Guests(groups);
        for (Item.Named named : workload.named()) {
            problems.check(() -> {
                Group group = groups.stream()
                        .filter(candidate -> candidate.name().equals(named.name()))
                        .findFirst()
                        .orElseThrow(() -> named.refused("there is no group '" + named.name() + "': "
                                + Nearest.remedy(
                                        named.name(),
                                        groups.stream().map(Group::name).toList())));
                workloads.put(named.name(), workload(named.item(), group, guests));
            });
        }
        return workloads;
    }

    private WorkloadSpec workload(Item item, Group group, Guests guests) {
        var section = item.section("ledger", "memory", "cpu", "activity", "io", "packets");
        return new WorkloadSpec(
                        section.get("cpu", this::cpu, new CpuSpec.Constant(0)),
                        section.get("memory").map(memory -> memory(memory, group)),
                        section.get("ledger").map(WorkloadSection::ledger))
                .with(section.get("activity").map(this::activity).orElse(Activity.none()))
                .with(new LoadReader(guests, group).read(section))
                .withBurst(section.get("cpu").flatMap(WorkloadSection::burst));
    }

    /// A preset's name, or rates by reason.
    private Activity activity(Item item) {
        if (!item.isMap()) {
            return activities.get(item.oneOf(List.copyOf(activities.keySet())));
        }
        SortedMap<Reason, EventRate> rates = new TreeMap<>();
        for (Item.Named rate : item.named()) {
            Reason reason = Words.constant(Reason.class, rate.name())
                    .orElseThrow(() -> rate.refused("'" + rate.name() + "' is unknown: "
                            + Nearest.remedy(rate.name(), Words.all(Reason.class))));
            rates.put(reason, rate.item().rate());
        }
        return Reason.activity(rates);
    }

    /// Beside the source of demand: `cpu: {constant: 30%, burst: 2ms}`.
    private static Optional<Duration> burst(Item cpu) {
        return cpu.section("constant", "trace", "generated", "burst")
                .get("burst")
                .map(item -> {
                    Duration burst = item.duration();
                    if (burst.isZero() || burst.compareTo(WorkloadSpec.LONGEST_BURST) > 0) {
                        throw item.refused("is no burst: write more than 0s and at most "
                                + Durations.format(WorkloadSpec.LONGEST_BURST));
                    }
                    return burst;
                });
    }

    private static LedgerSpec ledger(Item item) {
        var writes = item.section("writes").require("writes", "writes: 20/s");
        EventRate rate = writes.rate();
        if (rate.events() == 0) {
            throw writes.refused("is zero, so that nothing is ever measured: remove the ledger or raise it");
        }
        if (rate.perSecond() > Bounds.WRITES_PER_SECOND) {
            throw writes.refused("is more than a client writes: ask for at most " + Bounds.WRITES_PER_SECOND + "/s");
        }
        return new LedgerSpec(rate);
    }

    private MemorySpec memory(Item item, Group group) {
        var section = item.section("working-set", "dirty", "pattern", "zero", "common", "files", "reads", "file-set");
        var contents = new ContentsReader(section, WorkloadSection::wholePermille, pageSize);
        var workingSet = section.require("working-set", "working-set: 256MiB");
        if (workingSet.memory().compareTo(group.first().memory()) > 0) {
            throw workingSet.refused(workingSet.memory() + " is more than the VM's memory of "
                    + group.first().memory() + ": write at most that");
        }
        if (workingSet.memory().compareTo(pageSize) < 0) {
            throw workingSet.refused("is less than a page of " + pageSize + ": write at least that");
        }
        return new MemorySpec(
                workingSet.memory(),
                dirtyPages(section.require("dirty", "dirty: 20MiB/s")),
                section.get("pattern", WorkloadSection::pattern, new Pattern.Random()),
                contents.contents(),
                contents.files(group.name(), workingSet.memory(), group.first().memory()));
    }

    /// Pages a second, given as such (`5000/s`) or in bytes (`20MiB/s`), rounded down to whole pages a day.
    private EventRate dirtyPages(Item item) {
        String text = item.text();
        boolean inBytes = text.endsWith("B/s") || text.contains("bit");
        if (!inBytes) {
            return item.rate();
        }
        Bandwidth bytes = item.bandwidth();
        try {
            return EventRate.ofBytes(bytes, pageSize);
        } catch (IllegalQuantity tooLarge) {
            throw item.refused("is no rate: " + tooLarge.getMessage());
        }
    }

    private static Pattern pattern(Item item) {
        if (item.isMap()) {
            var hotCold = item.section("hot-cold")
                    .require("hot-cold", "hot-cold: {pages: 10%, writes: 90%}")
                    .section("pages", "writes");
            return new Pattern.HotCold(
                    permille(hotCold.require("pages", "pages: 10%")),
                    permille(hotCold.require("writes", "writes: 90%")));
        }
        return switch (item.text()) {
            case "random" -> new Pattern.Random();
            case "sequential" -> new Pattern.Sequential();
            case "hot-cold" ->
                throw item.refused("'hot-cold' needs its shares: write {hot-cold: {pages: 10%, writes: 90%}}");
            default ->
                throw item.refused("'" + item.text() + "' is unknown: "
                        + Nearest.remedy(item.text(), List.of("random", "sequential", "hot-cold")));
        };
    }

    private static int permille(Item item) {
        int permille = wholePermille(item);
        if (permille == 0 || permille == 1000) {
            throw item.refused("leaves nothing hot or nothing cold: write a share between 0.1% and 99.9%");
        }
        return permille;
    }

    static int wholePermille(Item item) {
        Share share = item.share();
        try {
            return share.wholePermille();
        } catch (IllegalQuantity finer) {
            throw item.refused(finer.getMessage());
        }
    }

    private CpuSpec cpu(Item item) {
        var section = item.section("constant", "trace", "generated", "burst");
        Optional<CpuSpec> constant = section.get("constant").map(share -> new CpuSpec.Constant(wholePermille(share)));
        Optional<CpuSpec> trace = section.get("trace").map(traces::spec);
        Optional<CpuSpec> generated =
                section.get("generated").map(profile -> new CpuSpec.Generated(profile.oneOf(PROFILES)));
        List<CpuSpec> given =
                Stream.of(constant, trace, generated).flatMap(Optional::stream).toList();
        if (given.size() != 1) {
            throw item.refused("has " + given.size() + " sources of demand: give exactly one of constant: 30%,"
                    + " trace: FOLDER, generated: planetlab");
        }
        return given.getFirst();
    }
}
