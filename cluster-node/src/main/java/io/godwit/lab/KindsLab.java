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
import io.godwit.host.HostSpec;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.Mechanism;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Full virtualization, paravirtualization and containers on one workload, then and now.
final class KindsLab implements Lab {

    private static final Parameter<String> GUEST = Parameter.choice(
            "guest", "what each guest does (config/guests)", List.of("kernel-build", "web", "database", "idle-server"));

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of each guest", "512MiB").between("64MiB", "64GiB");

    private static final Parameter<Share> LOAD = Parameter.share(
                    "load", "of one core, what each guest's own work takes on average", "5%")
            .between("0%", "100%");

    private static final Parameter<String> MACHINE = Parameter.choice(
            "machine", "a file under config/hosts", List.of("dell-r650", "hp-ml110-g5", "hp-ml110-g4"));

    private static final String THEN = "kernel-build-2003";

    /// Costs of 2003 are measured times: the clock has no part in them.
    private static final Frequency CLOCK_OF_2003 = Frequency.parse("2.4GHz");

    @Override
    public Card card() {
        return new Card(
                "kinds",
                "full, para and container on one workload: speed, density, start; 2003 and today",
                "What do full virtualization, paravirtualization and containers cost, then and now?",
                List.of(
                        "The same guest is run in several ways: by namespaces of one kernel (container), by hypercalls"
                                + " (para), and by traps or translated code (full). In a second of its own CPU time it"
                                + " makes the events that its file names, and each event takes the path that the"
                                + " hypervisor's file has for it: what the steps cost is added to that second.",
                        "Density is how many such guests one machine holds until its memory, its CPU or the product's"
                                + " limit is used up."),
                List.of(
                        "costs of each step, with sources and many unverified: config/hypervisors",
                        "rates of events, mostly unverified: config/guests",
                        "2003: Barham03 Tables 3 to 6 and Fig. 3 (the rates of its kernel build are fitted)"),
                List.of(
                        "What an exit does to caches beyond its own cost.",
                        "Sharing and overcommitment of memory, which let more guests in.",
                        "Isolation, which is what a container does without: one kernel's panic takes all of them."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(GUEST, MEMORY, LOAD, MACHINE);
    }

    @Override
    public Findings run(Trial trial) {
        var machine = trial.host(trial.get(MACHINE));
        var now = now(trial, machine);
        var then = then(trial);
        return new Findings(
                answer(now, then),
                List.of(
                        speed("speed-today", "Speed today", now),
                        speed("speed-2003", "Speed in 2003", then),
                        time(now),
                        single(
                                new Caption("start", "Start, today", "From the order until the guest's programs run."),
                                Measure.of("start", "s"),
                                now,
                                Way::startSeconds),
                        single(
                                new Caption(
                                        "density",
                                        "Guests until the machine is full, today",
                                        "The table below says what is used up first."),
                                Measure.plain("guests"),
                                now,
                                it -> density(it, trial, machine).guests()),
                        table(now, trial, machine)),
                see(now, then, trial, machine),
                KindSteps.of(now));
    }

    private static List<Way> now(Trial trial, HostSpec machine) {
        var work = new Way.Work(
                trial.guest(trial.get(GUEST)).activity(), machine.processors().clock());
        return List.of(
                Way.of("container (docker)", trial.profile("docker"), Mechanism.NAMESPACES, work),
                Way.of("para (xen)", trial.profile("xen"), Mechanism.HYPERCALLS, work),
                Way.of("full, nested paging (kvm)", trial.profile("kvm"), Mechanism.NESTED_PAGING, work),
                Way.of("full, shadow paging (kvm)", trial.profile("kvm"), Mechanism.SHADOW_PAGING, work),
                Way.of(
                        "full, translated (workstation)",
                        trial.profile("vmware-workstation"),
                        Mechanism.BINARY_TRANSLATION,
                        work));
    }

    private static List<Way> then(Trial trial) {
        var work = new Way.Work(trial.guest(THEN).activity(), CLOCK_OF_2003);
        return List.of(
                Way.of("container (vserver)", trial.profile("vserver-2003"), Mechanism.NAMESPACES, work),
                Way.of("para (xen)", trial.profile("xen-2003"), Mechanism.HYPERCALLS, work),
                Way.of(
                        "full, translated (workstation)",
                        trial.profile("vmware-workstation-2003"),
                        Mechanism.BINARY_TRANSLATION,
                        work),
                Way.of("para, hosted (uml)", trial.profile("uml-2003"), Mechanism.HYPERCALLS, work));
    }

    private static Way.Density density(Way way, Trial trial, HostSpec machine) {
        return way.density(machine, trial.get(MEMORY), trial.get(LOAD).ratio());
    }

    private static double percent(Way way) {
        return 100 * way.burden().speed();
    }

    private static String answer(List<Way> now, List<Way> then) {
        return say(
                "Of native speed a container keeps %.0f %%, a paravirtualized guest %.0f %%, a fully virtualized one"
                        + " %.0f %% with nested paging; in 2003 it was %.0f, %.0f and %.0f %%.",
                percent(now.get(0)),
                percent(now.get(1)),
                percent(now.get(2)),
                percent(then.get(0)),
                percent(then.get(1)),
                percent(then.get(2)));
    }

    private static List<String> see(List<Way> now, List<Way> then, Trial trial, HostSpec machine) {
        var container = density(now.get(0), trial, machine);
        var full = density(now.get(2), trial, machine);
        return List.of(
                say(
                        "The order of para and full has turned round: %.0f against %.0f %% in 2003, %.0f against"
                                + " %.0f %% today. The processor does in hardware now what hypercalls were for.",
                        percent(then.get(1)), percent(then.get(2)), percent(now.get(1)), percent(now.get(2))),
                say(
                        "It is page tables that made the difference: with shadow paging in place of nested paging the"
                                + " same hypervisor keeps %.0f in place of %.0f %%.",
                        percent(now.get(3)), percent(now.get(2))),
                say(
                        "A container starts in %.2f s, a VM in %.0f s: the one starts programs, the other a machine.",
                        now.get(0).startSeconds(), now.get(2).startSeconds()),
                say(
                        "The machine holds %d containers (its %s is used up) and %d VMs (%s).",
                        container.guests(), container.full(), full.guests(), full.full()));
    }

    private static Figure speed(String id, String title, List<Way> ways) {
        return single(
                new Caption(id, title, "One guest on a core of its own, by each way of running it."),
                Measure.of("of native speed", "%"),
                ways,
                KindsLab::percent);
    }

    private static Figure single(Caption caption, Measure measure, List<Way> ways, ToDoubleFunction<Way> value) {
        return Bars.single(
                caption,
                measure,
                ways.stream()
                        .map(it -> new Value(it.name(), value.applyAsDouble(it)))
                        .toList());
    }

    private static Figure time(List<Way> ways) {
        var parts = new ArrayList<Part>();
        parts.add(part("exits", ways, it -> it.milliseconds(io.godwit.virtualization.Part.EXITS)));
        parts.add(part("translation", ways, it -> it.milliseconds(io.godwit.virtualization.Part.TRANSLATION)));
        parts.add(part("I/O", ways, it -> it.milliseconds(io.godwit.virtualization.Part.IO)));
        parts.add(part("beside, on another core", ways, it -> it.burden().besideBillionths() / 1e6));
        return Bars.stacked(
                new Caption(
                        "cost",
                        "What a second costs, today",
                        "Added to each second of the guest's own CPU time, by part; a bar of 1000 halves its speed."),
                Measure.of("time", "ms"),
                ways.stream().map(Way::name).toList(),
                parts);
    }

    private static Part part(String name, List<Way> ways, ToDoubleFunction<Way> value) {
        return new Part(
                name,
                ways.stream()
                        .map(it -> new Value(it.name(), value.applyAsDouble(it)))
                        .toList());
    }

    private static Figure table(List<Way> ways, Trial trial, HostSpec machine) {
        return new Grid(
                new Caption("kinds", "Side by side, today", "The same guest on the same machine."),
                List.of(
                        Measure.plain("way"),
                        Measure.of("speed", "%"),
                        Measure.of("exits", "1/s"),
                        Measure.of("start", "s"),
                        Measure.of("memory beside its own", "MiB"),
                        Measure.plain("guests"),
                        Measure.plain("used up first")),
                ways.stream()
                        .map(it -> Grid.row(
                                it.name(),
                                percent(it),
                                it.exits(),
                                it.startSeconds(),
                                it.profile().memory().vm().bytes() / 1048576.0,
                                density(it, trial, machine).guests(),
                                density(it, trial, machine).full()))
                        .toList());
    }

    private static String say(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
