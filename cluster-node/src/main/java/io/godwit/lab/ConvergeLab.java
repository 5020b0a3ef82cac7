package io.godwit.lab;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.host.GuestMaker;
import io.godwit.host.Images;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.migration.MigrationReport;
import io.godwit.migration.precopy.Channels;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.StopRule;
import io.godwit.migration.precopy.Terms;
import io.godwit.rack.Rack;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One guest that writes faster than its pages travel, moved with each help: what that saves, and what it costs.
final class ConvergeLab implements Lab {

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of the guest", "512MiB").between("64MiB", "4GiB");

    private static final Parameter<MemorySize> SET =
            Parameter.size("set", "of its memory, the working set", "256MiB").between("4MiB", "4GiB");

    private static final Parameter<Share> WRITES = Parameter.share(
                    "writes", "of what a channel carries on each link, what the guest writes", "100%")
            .between("1%", "100%");

    private static final Parameter<Bandwidth> SLOW =
            Parameter.bandwidth("slow", "one link", "1Gbit").between("100Mbit", "100Gbit");

    private static final Parameter<Bandwidth> FAST =
            Parameter.bandwidth("fast", "the other link", "25Gbit").between("100Mbit", "100Gbit");

    private static final Parameter<Duration> DOWNTIME =
            Parameter.time("downtime", "that it may stand still", "20ms").between("1ms", "2s");

    private static final Parameter<Integer> ROUNDS =
            Parameter.count("rounds", "after which it is given up", 20).between("2", "60");

    private static final Parameter<Share> LIMIT = Parameter.share(
                    "limit", "of what a channel carries, what its vCPUs may write under a dirty limit", "40%")
            .between("1%", "100%");

    private static final String MACHINE = "dell-r650";
    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);
    private static final int VCPUS = 2;
    private static final int ZERO_PERMILLE = 50;
    private static final int COMMON_PERMILLE = 150;
    private static final Duration LATENCY = Duration.ofNanos(50_000);
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int MOST_TICKS = 36_000;

    /// How to move it.
    ///
    /// @param most of the link
    record Choice(String name, Help help, Optional<Bandwidth> most) {}

    /// How that ended.
    record Moved(Bandwidth link, Choice choice, MigrationReport report) {}

    @Override
    public Card card() {
        return new Card(
                "converge",
                "a guest that writes faster than its pages travel, moved with each help",
                "What does each help of a migration save, and what does it cost?",
                List.of(
                        "A guest of " + VCPUS + " vCPUs writes all the time, at random in its working set; of what it"
                                + " writes a twentieth is zero, and three twentieths are contents that other pages"
                                + " have, too. The rest of its memory is zero.",
                        "It is moved between two machines over a slow link and over a fast one, once without help,"
                                + " then with each help, and once with several. On each link it writes a part of what"
                                + " a channel carries there. All else is equal, the guest's writes too."),
                List.of(
                        "helps, their constants and costs: docs/migration.md (QEMU; vMotion's streams; in part"
                                + " unverified)",
                        "machines: config/hosts/" + MACHINE + ".yaml",
                        "unverified: what the guest does, and that a page that changed is a quarter of a page"),
                List.of(
                        "Cores that the host has not, or has for others.",
                        "Other traffic on the link, registry and controller.",
                        "Deltas and references are counted, and not made."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(MEMORY, SET, WRITES, SLOW, FAST, DOWNTIME, ROUNDS, LIMIT);
    }

    @Override
    public Findings run(Trial trial) {
        if (trial.get(SET).compareTo(trial.get(MEMORY)) > 0) {
            throw new IllegalSetting("set: " + trial.get(SET) + " is more than the memory of " + trial.get(MEMORY)
                    + ": write at most that");
        }
        var all = new ArrayList<Moved>();
        for (var link : List.of(trial.get(SLOW), trial.get(FAST))) {
            for (var choice : choices(trial, link)) {
                all.add(new Moved(link, choice, move(trial, link, choice)));
            }
        }
        return ConvergeFindings.of(all);
    }

    private static List<Choice> choices(Trial trial, Bandwidth link) {
        long limit = trial.get(LIMIT).of(carried(link).bitsPerSecond()) / VCPUS;
        var third = new Bandwidth(link.bitsPerSecond() / 3);
        return List.of(
                new Choice("none", Help.none(), Optional.empty()),
                choice("skip-zero-pages", Aid.SKIP_ZERO_PAGES),
                choice("skip-shared-pages", Aid.SKIP_SHARED_PAGES),
                choice("skip-dirtied", Aid.SKIP_DIRTIED),
                choice("deltas", Aid.DELTAS),
                new Choice("deltas of the set", caching(trial.get(SET), Help.none()), Optional.empty()),
                choice("2 channels", Aid.CHANNELS),
                choice("auto-converge", Aid.AUTO_CONVERGE),
                new Choice("dirty-limit", limiting(new Bandwidth(Math.max(1, limit))), Optional.empty()),
                new Choice(
                        "zero, deltas, channels",
                        caching(
                                trial.get(SET),
                                choice("", Aid.SKIP_ZERO_PAGES, Aid.CHANNELS).help()),
                        Optional.empty()),
                new Choice("a third of the link", Help.none(), Optional.of(third)));
    }

    private static Help caching(MemorySize cache, Help others) {
        return new HelpWish(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(cache),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .over(others);
    }

    private static Help limiting(Bandwidth perVcpu) {
        return new HelpWish(
                        Optional.empty(),
                        Optional.of(perVcpu),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .over(Help.none());
    }

    /// What one channel carries.
    private static Bandwidth carried(Bandwidth link) {
        return link.compareTo(Channels.EACH) < 0 ? link : Channels.EACH;
    }

    private static Choice choice(String name, Aid... aids) {
        return new Choice(name, HelpWish.of(Optional.of(List.of(aids))).over(Help.none()), Optional.empty());
    }

    private static MigrationReport move(Trial trial, Bandwidth link, Choice choice) {
        var vm = vm(trial);
        var from = new HostId("h1");
        var to = new HostId("h2");
        var stop = new StopRule.DowntimeLimit(trial.get(DOWNTIME).toNanos(), trial.get(ROUNDS));
        try (var rack = Rack.open(ground(trial, link))) {
            rack.add(from, trial.host(MACHINE));
            rack.add(to, trial.host(MACHINE));
            var refused = rack.start(from, vm);
            if (refused.isPresent()) {
                throw new IllegalSetting(vm.id() + " can't start: " + refused.get());
            }
            rack.run(BEFORE);
            var migration = rack.move(vm, to, new Terms(stop, choice.most(), choice.help()));
            for (int tick = 0; rack.reportOf(migration).isEmpty() && tick < MOST_TICKS; tick++) {
                rack.run(TICK);
            }
            return rack.reportOf(migration)
                    .orElseThrow(() -> new IllegalSetting("a link of " + link
                            + " is too slow to see an end of it within an hour: write more, or fewer rounds"));
        }
    }

    private static VmSpec vm(Trial trial) {
        return new VmSpec(
                new VmId("writer"),
                "writer",
                VCPUS,
                trial.get(MEMORY),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                Rack.ARRAY,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }

    private static Rack.Ground ground(Trial trial, Bandwidth link) {
        return new Rack.Ground(
                trial.seedOf("rack"),
                new GuestMaker(new Images(List.of()), _ -> workload(trial, link)),
                new LinkQuality(LATENCY, link),
                ConsolidateLab.array(trial).disk());
    }

    private static Workload workload(Trial trial, Bandwidth link) {
        var writing = new MemorySpec(
                trial.get(SET),
                EventRate.ofBytes(
                        new Bandwidth(
                                Math.max(1, trial.get(WRITES).of(carried(link).bitsPerSecond()))),
                        PAGE),
                new Pattern.Random(),
                new WriteContents(ZERO_PERMILLE, COMMON_PERMILLE),
                Optional.empty());
        return new Workload(
                new CpuDemand.Constant(Share.ALL),
                VCPUS,
                Optional.of(MemoryDirtier.of(writing, PAGE, trial.seedOf("writer"), trial.seedOf("image"))),
                false);
    }
}
