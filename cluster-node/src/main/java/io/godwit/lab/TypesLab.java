package io.godwit.lab;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Bars.Part;
import io.godwit.figure.Bars.Value;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Measure;
import io.godwit.unit.Frequency;
import io.godwit.unit.Words;
import io.godwit.virtualization.Place;
import io.godwit.virtualization.Profile;
import io.godwit.virtualization.Reason;
import io.godwit.vm.Mechanism;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Hypervisors on the machine itself, with a control domain, in a kernel, and on top of another operating system: the
/// path of an event and of a request is what sets them apart.
final class TypesLab implements Lab {

    private static final List<String> PROFILES =
            List.of("esxi", "hyper-v", "xen", "kvm", "vmware-workstation", "virtualbox", "parallels");

    private static final Parameter<String> GUEST = Parameter.choice(
            "guest", "what each guest does (config/guests)", List.of("web", "database", "kernel-build", "idle-server"));

    private static final Parameter<Frequency> CLOCK =
            Parameter.frequency("clock", "of the processor", "2.6GHz").between("500MHz", "6GHz");

    @Override
    public Card card() {
        return new Card(
                "types",
                "type 1 and type 2: the path of each exit and each request",
                "What does it cost a guest that its hypervisor is a program of another operating system?",
                List.of(
                        "The same guest runs under products of both types, all by nested paging, so that only their"
                                + " paths differ: the hypervisor alone, a control domain (dom0, the root partition)"
                                + " beside it, the host's kernel, a process of the host.",
                        "A step on the guest's own core makes it wait; one in a control domain or a back-end thread"
                                + " takes CPU of another core while the guest goes on."),
                List.of(
                        "costs of each step, with sources and many unverified: config/hypervisors",
                        "rates of events, mostly unverified: config/guests"),
                List.of(
                        "Differences between products of one family that nobody measured: many of their steps are the"
                                + " same here.",
                        "The wait for a control domain that is busy.",
                        "What the host's own programs do beyond a fixed share."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(GUEST, CLOCK);
    }

    @Override
    public Findings run(Trial trial) {
        var work = new Way.Work(trial.guest(trial.get(GUEST)).activity(), trial.get(CLOCK));
        var ways = PROFILES.stream()
                .map(it -> Way.of(it, trial.profile(it), Mechanism.NESTED_PAGING, work))
                .toList();
        return new Findings(
                answer(ways),
                List.of(time(ways), request(ways, trial.get(CLOCK)), table(ways)),
                see(ways, trial.get(CLOCK)),
                steps(ways, trial.get(CLOCK)));
    }

    private static double meanSpeed(List<Way> ways, Profile.Type type) {
        return ways.stream()
                .filter(it -> it.profile().type() == type)
                .mapToDouble(it -> 100 * it.burden().speed())
                .average()
                .orElse(0);
    }

    private static String answer(List<Way> ways) {
        return String.format(
                Locale.ROOT,
                "This guest keeps %.0f %% of native speed under products of type 1 on average, %.0f %% under those of"
                        + " type 2.",
                meanSpeed(ways, Profile.Type.TYPE_1),
                meanSpeed(ways, Profile.Type.TYPE_2));
    }

    private static List<String> see(List<Way> ways, Frequency clock) {
        var alone = named(ways, "kvm");
        var domain = named(ways, "xen");
        var hosted = named(ways, "virtualbox");
        return List.of(
                String.format(
                        Locale.ROOT,
                        "A request for a device keeps a guest of virtualbox waiting for %.1f µs, one of kvm for %.1f"
                                + " µs: the one leaves the host's kernel for a process and comes back, the other"
                                + " hands the request to a thread beside it.",
                        waiting(hosted, clock) / 1e3,
                        waiting(alone, clock) / 1e3),
                String.format(
                        Locale.ROOT,
                        "A control domain does not make the guest slower, it takes another core: %.0f ms for each"
                                + " second of this guest under xen, %.0f ms of a back-end under kvm.",
                        domain.burden().besideBillionths() / 1e6,
                        alone.burden().besideBillionths() / 1e6),
                String.format(
                        Locale.ROOT,
                        "A hosted hypervisor shares the machine with its host's system, which takes %.0f %% of a core"
                                + " and %.1f GiB of memory by itself here.",
                        100 * hosted.profile().os().cpu().ratio(),
                        hosted.profile().os().memory().bytes() / (double) (1L << 30)));
    }

    private static Way named(List<Way> ways, String name) {
        return ways.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
    }

    private static double waiting(Way way, Frequency clock) {
        return way.profile().path(way.mechanism(), Reason.IO_KICK).stream()
                .filter(it -> !it.place().isBeside())
                .mapToDouble(it -> it.cost().nanosAt(clock))
                .sum();
    }

    private static Figure time(List<Way> ways) {
        var parts = new ArrayList<Part>();
        for (var part : List.of(
                io.godwit.virtualization.Part.EXITS,
                io.godwit.virtualization.Part.TRANSLATION,
                io.godwit.virtualization.Part.IO)) {
            parts.add(new Part(
                    Words.of(part),
                    ways.stream()
                            .map(it -> new Value(label(it), it.milliseconds(part)))
                            .toList()));
        }
        parts.add(new Part(
                "beside, on another core",
                ways.stream()
                        .map(it -> new Value(label(it), it.burden().besideBillionths() / 1e6))
                        .toList()));
        return Bars.stacked(
                new Caption(
                        "cost",
                        "What a second costs",
                        "Added to each second of the guest's own CPU time; what is beside does not slow it."),
                Measure.of("time", "ms"),
                ways.stream().map(TypesLab::label).toList(),
                parts);
    }

    private static String label(Way way) {
        return way.name() + ", " + Words.of(way.profile().type()).replace('-', ' ');
    }

    private static Figure request(List<Way> ways, Frequency clock) {
        var parts = Arrays.stream(Place.values())
                .filter(place -> ways.stream().anyMatch(it -> microseconds(it, place, clock) > 0))
                .map(place -> new Part(
                        Words.of(place).replace('-', ' '),
                        ways.stream()
                                .map(it -> new Value(label(it), microseconds(it, place, clock)))
                                .toList()))
                .toList();
        return Bars.stacked(
                new Caption("request", "The path of one request for a device", "Where its time is spent."),
                Measure.of("time", "µs"),
                ways.stream().map(TypesLab::label).toList(),
                parts);
    }

    private static double microseconds(Way way, Place place, Frequency clock) {
        return way.profile().path(way.mechanism(), Reason.IO_KICK).stream()
                        .filter(it -> it.place() == place)
                        .mapToDouble(it -> it.cost().nanosAt(clock))
                        .sum()
                / 1e3;
    }

    private static Figure table(List<Way> ways) {
        return new Grid(
                new Caption("types", "Side by side", "What the products' files say, and what follows."),
                List.of(
                        Measure.plain("product"),
                        Measure.plain("type"),
                        Measure.of("speed", "%"),
                        Measure.of("beside", "ms/s"),
                        Measure.of("host system's CPU", "% of a core"),
                        Measure.of("host system's memory", "MiB"),
                        Measure.of("memory beside a VM's", "MiB")),
                ways.stream()
                        .map(it -> Grid.row(
                                it.profile().product(),
                                Words.of(it.profile().type()).replace('-', ' '),
                                100 * it.burden().speed(),
                                it.burden().besideBillionths() / 1e6,
                                100 * it.profile().os().cpu().ratio(),
                                it.profile().os().memory().bytes() / 1048576.0,
                                it.profile().memory().vm().bytes() / 1048576.0))
                        .toList());
    }

    /// One request for a device, step by step under each product.
    private static List<Step> steps(List<Way> ways, Frequency clock) {
        var steps = new ArrayList<Step>();
        int longest = ways.stream()
                .mapToInt(
                        it -> it.profile().path(it.mechanism(), Reason.IO_KICK).size())
                .max()
                .orElse(0);
        for (int taken = 0; taken <= longest; taken++) {
            var rows = new ArrayList<List<String>>();
            for (var way : ways) {
                rows.add(row(way, taken, clock));
            }
            steps.add(new Step(
                    taken == 0
                            ? "the guest tells its device that there is a request"
                            : "step " + taken + " of its path",
                    new Snapshot(List.of("product", "now", "so far", "the guest waited"), rows)));
        }
        return steps;
    }

    private static List<String> row(Way way, int taken, Frequency clock) {
        var path = way.profile().path(way.mechanism(), Reason.IO_KICK);
        double ns = 0;
        double waitedNs = 0;
        for (var step : path.subList(0, Math.min(taken, path.size()))) {
            ns += step.cost().nanosAt(clock);
            waitedNs += step.place().isBeside() ? 0 : step.cost().nanosAt(clock);
        }
        var now = taken == 0
                ? "in the guest"
                : taken > path.size()
                        ? "done"
                        : Words.of(path.get(taken - 1).place()).replace('-', ' ');
        return List.of(
                way.name(),
                now,
                String.format(Locale.ROOT, "%.2f µs", ns / 1e3),
                String.format(Locale.ROOT, "%.2f µs", waitedNs / 1e3));
    }
}
