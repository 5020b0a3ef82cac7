package io.godwit.lab;

import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import io.godwit.host.HostMemory;
import io.godwit.lab.OvercommitCourse.Stage;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What the lab `overcommit` found.
final class OvercommitFindings {

    /// What guests may lose before somebody complains. Ours.
    private static final double TOLERABLE = 5;

    private OvercommitFindings() {}

    static Findings of(List<OvercommitCourse> courses) {
        return new Findings(
                answer(courses),
                List.of(lost(courses), spared(courses.getLast()), table(courses)),
                see(courses),
                courses.getLast().steps());
    }

    private static Lines lost(List<OvercommitCourse> courses) {
        return Lines.of(
                        new Caption(
                                "lost",
                                "What guests lose",
                                "Of their time, to waiting for their memory, while it is promised more than once."),
                        Measure.of("promised", "%"),
                        Measure.of("lost", "%"),
                        courses.stream()
                                .map(course -> new Lines.Line(
                                        course.name(),
                                        course.stages().stream()
                                                .map(stage ->
                                                        new Lines.Point(stage.promisedPercent(), stage.lostPercent()))
                                                .toList()))
                                .toList())
                .marked("tolerable", TOLERABLE);
    }

    private static Bars spared(OvercommitCourse all) {
        var stages = all.stages().stream()
                .filter(stage -> stage.promisedPercent() >= 90)
                .toList();
        return Bars.stacked(
                new Caption(
                        "spared",
                        "Which means spares how much",
                        "Memory that VMs think they have and that takes no frame, with all means together."),
                Measure.of("memory", "MiB"),
                stages.stream().map(OvercommitFindings::percent).toList(),
                List.of(
                        part("shared", stages, Stage::savedMib),
                        part("given up to balloons", stages, stage -> stage.mib(HostMemory.Vm::givenUp)),
                        part("compressed", stages, Stage::packedMib),
                        part("swapped", stages, stage -> stage.mib(HostMemory.Vm::swapped))));
    }

    private static Bars.Part part(String name, List<Stage> stages, ToDoubleFunction<Stage> mib) {
        return new Bars.Part(
                name,
                stages.stream()
                        .map(stage -> new Bars.Value(percent(stage), mib.applyAsDouble(stage)))
                        .toList());
    }

    private static String percent(Stage stage) {
        return String.format(Locale.ROOT, "%.0f %%", stage.promisedPercent());
    }

    private static Grid table(List<OvercommitCourse> courses) {
        return new Grid(
                new Caption("side-by-side", "Side by side", "When the last VM has come."),
                List.of(
                        Measure.plain("means"),
                        Measure.of("promised within " + (int) TOLERABLE + " % lost", "%"),
                        Measure.of("lost at last", "%"),
                        Measure.of("shared", "MiB"),
                        Measure.of("given up", "MiB"),
                        Measure.of("compressed", "MiB"),
                        Measure.of("swapped", "MiB")),
                courses.stream()
                        .map(course -> {
                            var last = course.stages().getLast();
                            return Grid.row(
                                    course.name(),
                                    course.promisedWithin(TOLERABLE),
                                    last.lostPercent(),
                                    last.savedMib(),
                                    last.mib(HostMemory.Vm::givenUp),
                                    last.packedMib(),
                                    last.mib(HostMemory.Vm::swapped));
                        })
                        .toList());
    }

    private static String answer(List<OvercommitCourse> courses) {
        return String.format(
                Locale.ROOT,
                "At %.0f %% promised, guests lose %.1f %% of their time with swap alone, %.1f %% with sharing"
                        + " beside it, %.1f %% with compression, %.1f %% with balloons, and %.1f %% with all together."
                        + " Less than %.0f %% is lost up to %.0f, %.0f, %.0f, %.0f and %.0f %% promised.",
                lastOf(courses.getFirst()).promisedPercent(),
                lastOf(courses.get(0)).lostPercent(),
                lastOf(courses.get(1)).lostPercent(),
                lastOf(courses.get(2)).lostPercent(),
                lastOf(courses.get(3)).lostPercent(),
                lastOf(courses.get(4)).lostPercent(),
                TOLERABLE,
                courses.get(0).promisedWithin(TOLERABLE),
                courses.get(1).promisedWithin(TOLERABLE),
                courses.get(2).promisedWithin(TOLERABLE),
                courses.get(3).promisedWithin(TOLERABLE),
                courses.get(4).promisedWithin(TOLERABLE));
    }

    private static Stage lastOf(OvercommitCourse course) {
        return course.stages().getLast();
    }

    private static List<String> see(List<OvercommitCourse> courses) {
        var shared = courses.get(1);
        var compressed = lastOf(courses.get(2));
        var all = lastOf(courses.getLast());
        return List.of(
                told(
                        "Guests lose little as long as what they use again and again is in frames: what is idle can be"
                                + " anywhere. At %.0f %% promised, %.0f MiB of all VMs' memory take no frame of their"
                                + " own.",
                        all.promisedPercent(),
                        all.savedMib() + all.packedMib() + all.mib(HostMemory.Vm::givenUp) + swapped(all)),
                told(
                        "Compression spares %.0f MiB and leaves %.0f MiB to the disk (swap alone %.0f MiB). A"
                                + " compressed page comes back in microseconds, one on the disk takes tens of them.",
                        compressed.packedMib(), swapped(compressed), swapped(lastOf(courses.getFirst()))),
                told(
                        "Sharing spares %.0f MiB at most, and %.0f MiB at the end: a page has to stay as it is for two"
                                + " passes of the scanner, and only pages in frames are looked at.",
                        mostSaved(shared), lastOf(shared).savedMib()),
                told(
                        "With all together, guests are asked first, as far as their minimum. They give up files first,"
                                + " and don't know that these are what is shared: of %.0f MiB that were, %.0f MiB still"
                                + " are. Balloons have %.0f MiB at last, compression spares %.0f MiB, and the disk has"
                                + " %.0f MiB.",
                        mostSaved(courses.getLast()),
                        all.savedMib(),
                        all.mib(HostMemory.Vm::givenUp),
                        all.packedMib(),
                        swapped(all)));
    }

    private static String told(String sentence, Object... amounts) {
        return String.format(Locale.ROOT, sentence, amounts);
    }

    private static double mostSaved(OvercommitCourse course) {
        return course.stages().stream().mapToDouble(Stage::savedMib).max().orElse(0);
    }

    private static double swapped(Stage stage) {
        return stage.mib(HostMemory.Vm::swapped);
    }
}
