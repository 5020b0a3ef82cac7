package io.godwit.lab;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Measure;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.lab.IsolationBench.Outcome;
import io.godwit.lab.IsolationBench.Share;
import io.godwit.vm.VmKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One guest of a host gets out of hand: what its neighbours keep, with a promise and without, and whom its end takes
/// along by kind.
final class IsolationLab implements Lab {

    private static final Parameter<Integer> VCPUS =
            Parameter.count("vcpus", "of the guest that misbehaves", 4).between("1", "64");

    private static final Parameter<Integer> CORES =
            Parameter.count("cores", "of the host", 4).between("4", "64");

    private static final Parameter<Integer> GUESTS = Parameter.count(
                    "guests", "of each kind on a host where one of them fails", 4)
            .between("2", "16");

    private static final List<Misbehaviour> DEEDS = List.of(Misbehaviour.CPU, Misbehaviour.MEMORY, Misbehaviour.DISK);

    @Override
    public Card card() {
        return new Card(
                "isolation",
                "one guest gets out of hand: what its neighbours keep, and whom its end takes along",
                "What does a guest that spins, fills its memory, floods its disk or fails take from its neighbours?",
                List.of(
                        "Three guests share a host: one has reserved the CPU that it wants, one wants as much and has"
                                + " reserved nothing, and one misbehaves for a few seconds. Its host writes down what"
                                + " each wants and gets meanwhile.",
                        "Then several guests of one kind run on a host each, and one of them fails, once alone and once"
                                + " with its kernel."),
                List.of(
                        "what a guest does when it misbehaves: docs/isolation.md",
                        "disk: config/arrays/lab.yaml; hypervisors: kvm, xen and docker of config/hypervisors",
                        "unverified: what the neighbours want"),
                List.of(
                        "Caches and memory bandwidth, which neighbours share too.",
                        "Floods of the network, which need more than one host: config/drills/noisy-neighbour.yaml has"
                                + " them.",
                        "A guest that breaks out of its hypervisor."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(VCPUS, CORES, GUESTS);
    }

    @Override
    public Findings run(Trial trial) {
        var outcomes = DEEDS.stream()
                .map(deed -> IsolationBench.misbehave(
                        trial, new IsolationBench.Setting(trial.get(CORES), trial.get(VCPUS)), deed))
                .toList();
        var ends = new ArrayList<Ends>();
        for (var kind : List.of(VmKind.FULL, VmKind.PARA, VmKind.CONTAINER)) {
            for (boolean panic : new boolean[] {false, true}) {
                ends.add(new Ends(word(kind), panic, IsolationBench.fail(trial, kind, trial.get(GUESTS), panic) - 1));
            }
        }
        return new Findings(
                answer(outcomes, ends), figures(outcomes, ends), see(outcomes, ends), steps(outcomes, ends));
    }

    /// @param others how many ended with the one that failed
    private record Ends(String kind, boolean panic, int others) {}

    private static List<Figure> figures(List<Outcome> outcomes, List<Ends> ends) {
        return List.of(
                kept(
                        outcomes,
                        new Caption(
                                "cpu",
                                "What neighbours got of the CPU that they wanted, meanwhile",
                                "A reservation is kept whatever a neighbour does; else it is a share by weight."),
                        Share::cpuPercent),
                kept(
                        outcomes,
                        new Caption(
                                "disk",
                                "What neighbours got of the operations that they wanted, meanwhile",
                                "The disk's time is shared fairly; who gets less CPU asks it for less, too."),
                        Share::diskPercent),
                Bars.of(
                        new Caption(
                                "ends",
                                "Neighbours that end when one guest fails",
                                "A VM has a kernel of its own; containers share their host's."),
                        Measure.plain("guests"),
                        List.of("full", "para", "container"),
                        List.of(ends("fails alone", false, ends), ends("fails with its kernel", true, ends))),
                table(outcomes));
    }

    private static Bars.Part ends(String name, boolean panic, List<Ends> ends) {
        return new Bars.Part(
                name,
                ends.stream()
                        .filter(it -> it.panic() == panic)
                        .map(it -> new Bars.Value(it.kind(), it.others()))
                        .toList());
    }

    private static Bars kept(List<Outcome> outcomes, Caption caption, ToDoubleFunction<Share> percent) {
        return Bars.of(
                caption,
                Measure.of("got", "%"),
                outcomes.stream().map(it -> word(it.deed())).toList(),
                List.of(
                        new Bars.Part(
                                "reserved",
                                outcomes.stream()
                                        .map(it ->
                                                new Bars.Value(word(it.deed()), percent.applyAsDouble(it.reserved())))
                                        .toList()),
                        new Bars.Part(
                                "not reserved",
                                outcomes.stream()
                                        .map(it -> new Bars.Value(word(it.deed()), percent.applyAsDouble(it.plain())))
                                        .toList())));
    }

    private static Grid table(List<Outcome> outcomes) {
        return new Grid(
                new Caption("side-by-side", "Side by side", "Cores and operations a second that each got."),
                List.of(
                        Measure.plain("misbehaviour"),
                        Measure.of("it wants", "cores"),
                        Measure.of("it gets", "cores"),
                        Measure.of("on its disk", "1/s"),
                        Measure.of("neighbours want", "cores"),
                        Measure.of("reserved", "cores"),
                        Measure.of("not reserved", "cores")),
                outcomes.stream()
                        .map(it -> Grid.row(
                                word(it.deed()),
                                it.itself().wantsCores(),
                                it.itself().cores(),
                                it.itself().operations(),
                                it.plain().wantsCores(),
                                it.reserved().cores(),
                                it.plain().cores()))
                        .toList());
    }

    /// What has been seen so far, a row each.
    private static List<Step> steps(List<Outcome> outcomes, List<Ends> ends) {
        var steps = new ArrayList<Step>();
        var rows = new ArrayList<List<String>>();
        for (var it : outcomes) {
            rows.add(List.of(word(it.deed()), gets(it.reserved()), gets(it.plain()), gets(it.itself()), "0"));
            steps.add(step("a guest misbehaves: " + word(it.deed()), rows));
        }
        for (var it : ends) {
            var what = it.kind() + (it.panic() ? " fails with its kernel" : " fails alone");
            rows.add(List.of(what, "-", "-", "-", Integer.toString(it.others())));
            steps.add(step("a guest of kind " + what, rows));
        }
        return steps;
    }

    private static Step step(String sentence, List<List<String>> rows) {
        return new Step(
                sentence,
                new Snapshot(
                        List.of("what", "reserved gets", "not reserved gets", "itself gets", "others ended"),
                        List.copyOf(rows)));
    }

    private static String gets(Share now) {
        return say("%.2f cores, %.0f operations/s", now.cores(), now.operations());
    }

    private static String answer(List<Outcome> outcomes, List<Ends> ends) {
        var cpu = outcomes.getFirst();
        return say(
                "Beside a guest that spins, one with a reservation gets %.0f %% of the CPU that it wants, one without"
                        + " %.0f %%. A kernel's panic takes %d neighbours along among containers, and %d among VMs.",
                cpu.reserved().cpuPercent(),
                cpu.plain().cpuPercent(),
                ends.getLast().others(),
                ends.get(1).others());
    }

    private static List<String> see(List<Outcome> outcomes, List<Ends> ends) {
        var cpu = outcomes.getFirst();
        var disk = outcomes.getLast();
        return List.of(
                say(
                        "The one that spins wants all of its vCPUs and gets %.2f cores; who reserved nothing gets"
                                + " %.2f of the %.2f cores that it wants, a share by weight and no less.",
                        cpu.itself().cores(), cpu.plain().cores(), cpu.plain().wantsCores()),
                say(
                        "The one that floods its disk gets %.0f operations a second, and its neighbours %.0f %% of"
                                + " theirs: a fair share is more than they ask for.",
                        disk.itself().operations(), disk.plain().diskPercent()),
                say(
                        "A container that fails alone takes %d neighbours along; one that takes its kernel down"
                                + " all %d.",
                        ends.get(ends.size() - 2).others(), ends.getLast().others()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String say(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
