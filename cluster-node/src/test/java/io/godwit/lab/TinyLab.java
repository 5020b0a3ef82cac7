package io.godwit.lab;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Bars.Part;
import io.godwit.figure.Bars.Value;
import io.godwit.figure.Caption;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A lab with each kind of figure, for tests of what is made of it.
final class TinyLab implements Lab {

    static final Parameter<Integer> VMS =
            Parameter.count("vms", "that are started", 3).between("1", "9");

    static final Parameter<Duration> EVERY =
            Parameter.time("every", "between two starts", "2s").between("1ms", "1h");

    @Override
    public Card card() {
        return new Card(
                "tiny",
                "starts VMs one after the other",
                "How many VMs does a start of <some> leave?",
                List.of("VMs are started on one host, \"one after the other\"."),
                List.of("none: it is a test"),
                List.of("everything"));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(VMS, EVERY);
    }

    @Override
    public Findings run(Trial trial) {
        int vms = trial.get(VMS);
        if (vms == 7) {
            throw new IllegalSetting("seven is one too many for this host: write 6");
        }
        double seconds = trial.get(EVERY).toNanos() / 1e9;
        var points = new ArrayList<Lines.Point>();
        var steps = new ArrayList<Step>();
        for (int i = 0; i <= vms; i++) {
            points.add(new Lines.Point(i * seconds, i + trial.seed() / 1e3));
            steps.add(new Step("at " + i * seconds + " s there are " + i, state(i)));
        }
        return new Findings(
                "It leaves " + vms + ".",
                List.of(
                        Lines.of(
                                        new Caption("started", "Started VMs", "Their number over time."),
                                        Measure.of("time", "s"),
                                        Measure.plain("VMs"),
                                        List.of(
                                                new Lines.Line("started", points),
                                                new Lines.Line("twice, \"really\"", points)))
                                .formed(Lines.Form.STEPPED)
                                .marked("published", 2),
                        use(vms),
                        cost(),
                        new Grid(
                                new Caption("all", "All", "Each VM."),
                                List.of(Measure.plain("VM"), Measure.of("memory", "MiB"), Measure.plain("note")),
                                List.of(Grid.row("vm-1", 1234567.25, "a, b"), Grid.row("vm-2", -3, new Grid.Blank())))),
                List.of("One sees " + vms + " steps."),
                steps);
    }

    private static Bars use(int vms) {
        return Bars.of(
                new Caption("use", "Use", "By host."),
                Measure.of("use", "%"),
                List.of("h1", "h2"),
                List.of(
                        new Part("cpu", List.of(new Value("h1", 12.5), new Value("h2", 50))),
                        new Part("memory", List.of(new Value("h1", vms)))));
    }

    private static Bars cost() {
        return Bars.stacked(
                new Caption("cost", "Cost", "By kind."),
                Measure.of("time", "ms"),
                List.of("full", "container"),
                List.of(
                        new Part("exits", List.of(new Value("full", 3))),
                        new Part("steal", List.of(new Value("full", 1), new Value("container", 0.5)))));
    }

    private static Snapshot state(int vms) {
        return new Snapshot(
                List.of("host", "vms", "free"),
                List.of(List.of("h1", "" + vms, "" + (9 - vms)), List.of("h2", "0", "9")));
    }
}
