package io.godwit.lab;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import io.godwit.memory.MappingSize;
import io.godwit.memory.PageWalk;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The same guest, mapped by pages of 4 KiB, by 2 MiB and by 1 GiB: what misses of the TLB take, and what is left of
/// large mappings once a migration logs writes, and memory gets short.
final class MappingsLab implements Lab {

    private static final Parameter<String> GUEST = Parameter.choice(
            "guest", "what it does (config/guests)", List.of("database", "web", "kernel-build", "idle-server"));

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of each VM", "2GiB").between("1GiB", "4GiB");

    private static final Parameter<Integer> WRITES = Parameter.count(
                    "writes", "pages a second that the newcomer writes", 40_000)
            .between("1000", "200000");

    private static final int LOGGED = 10;
    private static final int CLOSED = 20;
    private static final int CROWDED = 30;
    private static final int END = 75;

    @Override
    public Card card() {
        return new Card(
                "mappings",
                "a guest mapped by 4 KiB, 2 MiB and 1 GiB: TLB misses, nested walks, splits",
                "What does a large mapping of a guest's memory buy, and when is it lost again?",
                List.of(
                        "One guest under nested paging is mapped by each size in turn. An address that its processor's"
                                + " TLB doesn't have is looked for in two dimensions: fewer references to memory, the"
                                + " larger the host's mapping. From " + LOGGED + " to " + CLOSED
                                + " s its writes are logged, as for a migration; from " + CROWDED
                                + " s a second VM, promised more than there is, writes to seven eighths of its memory,"
                                + " page after page.",
                        "Beside that, two VMs of one image are scanned for equal pages, mapped by 4 KiB and by 2 MiB."),
                List.of(
                        "references of a walk: arithmetic for four levels of x86-64 (unverified)",
                        "cost of a nested walk and misses a second, unverified: config/hypervisors/kvm.yaml,"
                                + " config/guests",
                        "what splits which mapping: VMware KB 1021095 and 1021896; Linux, kvm.eager_page_split"),
                List.of(
                        "Guests that map by large pages themselves, whose misses become fewer, too.",
                        "Caches of upper entries, which make real walks shorter.",
                        "What a split takes, and joining small mappings again, but for those of a log."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(GUEST, MEMORY, WRITES);
    }

    @Override
    public Findings run(Trial trial) {
        var courses = Arrays.stream(MappingSize.values())
                .map(size -> MappingsCourse.crowded(
                        trial,
                        new MappingsCourse.Setting(
                                size, trial.guest(trial.get(GUEST)).activity(), trial.get(MEMORY))))
                .toList();
        var steps = new ArrayList<Step>();
        for (int second = 0; second <= END; second++) {
            for (var course : courses) {
                if (second == LOGGED) {
                    course.openLog();
                } else if (second == CLOSED) {
                    course.closeLog();
                }
                course.pass(second, second >= CROWDED ? trial.get(WRITES) : 0);
            }
            steps.add(new Step(sentence(second), state(courses)));
        }
        var scanned = List.of(
                MappingsCourse.scanned(trial, trial.guest(trial.get(GUEST)).activity(), MappingSize.SMALL),
                MappingsCourse.scanned(trial, trial.guest(trial.get(GUEST)).activity(), MappingSize.LARGE));
        return new Findings(answer(courses), figures(courses, scanned), see(courses, scanned), steps);
    }

    private static List<Figure> figures(List<MappingsCourse> courses, List<MappingsCourse> scanned) {
        return List.of(
                walks(),
                lines(
                        courses,
                        new Caption(
                                "translation",
                                "What nested walks take",
                                "Of a second of the guest's own CPU time, in thousandths of it. A log of writes splits"
                                        + " all mappings while it is open; a balloon those from which it takes"
                                        + " a page, for good."),
                        Measure.of("translation", "ms"),
                        MappingsCourse.Second::translationMs),
                lines(
                        courses,
                        new Caption(
                                "whole",
                                "Memory in mappings larger than 4 KiB",
                                "Large mappings are backed as a whole, so that a balloon finds pages in them that the"
                                        + " guest never touched."),
                        Measure.of("memory", "MiB"),
                        MappingsCourse.Second::wholeMiB),
                table(courses),
                sharing(scanned));
    }

    private static Bars walks() {
        var sizes = Arrays.stream(MappingSize.values()).map(MappingSize::word).toList();
        var parts = new ArrayList<Bars.Part>();
        for (var walk : PageWalk.values()) {
            parts.add(new Bars.Part(
                    walk == PageWalk.TWO_DIMENSIONS ? "nested paging" : "one dimension",
                    Arrays.stream(MappingSize.values())
                            .map(size -> new Bars.Value(size.word(), walk.references(size)))
                            .toList()));
        }
        return Bars.of(
                new Caption(
                        "walks",
                        "References to memory after a miss of the TLB",
                        "By the size of the host's mapping. In one dimension, as shadow tables and containers have it,"
                                + " the guest's own mapping counts alone."),
                Measure.plain("references"),
                sizes,
                parts);
    }

    private static Lines lines(
            List<MappingsCourse> courses, Caption caption, Measure y, ToDoubleFunction<MappingsCourse.Second> value) {
        return Lines.of(
                caption,
                Measure.of("time", "s"),
                y,
                courses.stream()
                        .map(course -> new Lines.Line(
                                course.size().word(),
                                course.seconds().stream()
                                        .map(it -> new Lines.Point(it.at(), value.applyAsDouble(it)))
                                        .toList()))
                        .toList());
    }

    private static Grid table(List<MappingsCourse> courses) {
        return new Grid(
                new Caption("side-by-side", "Side by side", "What a huge mapping is split into counts once more."),
                List.of(
                        Measure.plain("mapped by"),
                        Measure.plain("references"),
                        Measure.of("at first", "ms/s"),
                        Measure.of("while logged", "ms/s"),
                        Measure.of("in the end", "ms/s"),
                        Measure.of("in frames at first", "MiB"),
                        Measure.plain("split for the log"),
                        Measure.plain("for the balloon"),
                        Measure.plain("for swap")),
                courses.stream()
                        .map(it -> Grid.row(
                                it.size().word(),
                                PageWalk.TWO_DIMENSIONS.references(it.size()),
                                it.seconds().getFirst().translationMs(),
                                it.seconds().get(LOGGED).translationMs(),
                                it.seconds().getLast().translationMs(),
                                it.seconds().getFirst().ownMiB(),
                                it.splits().logging(),
                                it.splits().ballooning(),
                                it.splits().swap()))
                        .toList());
    }

    private static Grid sharing(List<MappingsCourse> scanned) {
        return new Grid(
                new Caption(
                        "sharing",
                        "Where a scanner looks for equal pages",
                        "Two VMs of one image, each page of one equal to the other's, after two passes and more."),
                List.of(
                        Measure.plain("mapped by"),
                        Measure.of("saved", "MiB"),
                        Measure.plain("mappings split"),
                        Measure.of("translation at first", "ms/s"),
                        Measure.of("in the end", "ms/s")),
                scanned.stream()
                        .map(it -> Grid.row(
                                it.size().word(),
                                it.savedMiB(),
                                it.splits().sharing(),
                                it.seconds().getFirst().translationMs(),
                                it.seconds().getLast().translationMs()))
                        .toList());
    }

    private static String sentence(int second) {
        String what = "the guest runs alone";
        if (second >= CROWDED) {
            what = "a newcomer writes, and memory gets short";
        } else if (second >= CLOSED) {
            what = "the log is closed: what it split is joined again";
        } else if (second >= LOGGED) {
            what = "writes are logged: all mappings are split";
        }
        return "at " + second + " s " + what;
    }

    private static Snapshot state(List<MappingsCourse> courses) {
        return new Snapshot(
                List.of("mapped by", "1 GiB", "2 MiB", "own frames", "in its balloon", "swapped", "translation"),
                courses.stream()
                        .map(course -> {
                            var now = course.seconds().getLast();
                            return List.of(
                                    course.size().word(),
                                    say("%.0f MiB", now.hugeMiB()),
                                    say("%.0f MiB", now.wholeMiB() - now.hugeMiB()),
                                    say("%.0f MiB", now.ownMiB()),
                                    say("%.0f MiB", now.balloonMiB()),
                                    say("%.0f MiB", now.swappedMiB()),
                                    say("%.1f ms/s", now.translationMs()));
                        })
                        .toList());
    }

    private static String answer(List<MappingsCourse> courses) {
        return say(
                "Nested walks take %.0f ms of each second with 4 KiB, %.0f ms with 2 MiB and %.0f ms with 1 GiB; as"
                        + " much as with 4 KiB while a migration logs writes; and %.0f and %.0f ms when a crowded host"
                        + " has taken what it needed.",
                courses.get(0).seconds().getFirst().translationMs(),
                courses.get(1).seconds().getFirst().translationMs(),
                courses.get(2).seconds().getFirst().translationMs(),
                courses.get(1).seconds().getLast().translationMs(),
                courses.get(2).seconds().getLast().translationMs());
    }

    private static List<String> see(List<MappingsCourse> courses, List<MappingsCourse> scanned) {
        var small = courses.get(0);
        var large = courses.get(1);
        var huge = courses.get(2);
        return List.of(
                say(
                        "A guest of large mappings has all of its memory in frames at once, %.0f MiB against %.0f MiB:"
                                + " it is quicker, and costs what it never touches.",
                        large.seconds().getFirst().ownMiB(),
                        small.seconds().getFirst().ownMiB()),
                say(
                        "The newcomer makes the host take %.0f MiB back by a balloon from the guest mapped by 2 MiB:"
                                + " %,d mappings are split. Mapped by 1 GiB, each first page taken of one splits"
                                + " that into 512: %,d are split.",
                        large.seconds().getLast().balloonMiB(),
                        large.splits().ballooning(),
                        huge.splits().ballooning()),
                say(
                        "Of equal VMs a scanner saves %.0f MiB with either size, and splits %,d mappings of 2 MiB for"
                                + " it: sharing is paid for with longer walks, %.0f ms instead of %.0f.",
                        scanned.get(1).savedMiB(),
                        scanned.get(1).splits().sharing(),
                        scanned.get(1).seconds().getLast().translationMs(),
                        scanned.get(1).seconds().getFirst().translationMs()));
    }

    private static String say(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
