package io.godwit.lab;

import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Measure;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.lab.ConvergeLab.Moved;
import io.godwit.migration.precopy.Downtime;
import io.godwit.migration.precopy.HelpUse;
import io.godwit.migration.precopy.Round;
import io.godwit.unit.Bandwidth;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// What it comes to that a guest is moved with each help, on two links.
final class ConvergeFindings {

    private static final double MIB = 1 << 20;
    private static final double MS = 1e6;

    private ConvergeFindings() {}

    /// @param all on one link, and then on the other
    static Findings of(List<Moved> all) {
        return new Findings(answer(all), figures(all), see(all), List.of());
    }

    private static String answer(List<Moved> all) {
        return links(all).stream()
                .map(link -> "On " + link + " the guest "
                        + (isMoved(on(all, link).getFirst()) ? "is moved" : "is given up")
                        + " without help; it is moved with " + moved(on(all, link)) + ".")
                .collect(Collectors.joining(" "));
    }

    private static String moved(List<Moved> all) {
        var moved = all.stream()
                .filter(ConvergeFindings::isMoved)
                .map(it -> it.choice().name())
                .toList();
        return moved.isEmpty() ? "nothing" : String.join("; ", moved);
    }

    private static List<Bandwidth> links(List<Moved> all) {
        return all.stream().map(Moved::link).distinct().toList();
    }

    private static List<Moved> on(List<Moved> all, Bandwidth link) {
        return all.stream().filter(it -> it.link().equals(link)).toList();
    }

    private static List<Figure> figures(List<Moved> all) {
        return List.of(
                bars(
                        all,
                        new Caption("sent", "What is sent", "In all rounds, until the guest is moved or is given up."),
                        Measure.of("sent", "MiB"),
                        ConvergeFindings::sentMib),
                bars(
                        all,
                        new Caption(
                                "cpu",
                                "What helps take of the source's CPU",
                                "In all rounds. Of channels it is what they send; one channel's is not shown."),
                        Measure.of("CPU time", "ms"),
                        it -> cpuMs(it, HelpUse::hostCpuNs)),
                table(all));
    }

    private static Bars bars(List<Moved> all, Caption caption, Measure measure, ToDoubleFunction<Moved> value) {
        var links = links(all);
        return Bars.of(
                caption,
                measure,
                names(on(all, links.getFirst())),
                links.stream()
                        .map(link -> new Bars.Part(link.toString(), values(on(all, link), value)))
                        .toList());
    }

    private static List<String> names(List<Moved> all) {
        return all.stream().map(it -> it.choice().name()).toList();
    }

    private static List<Bars.Value> values(List<Moved> all, ToDoubleFunction<Moved> value) {
        return all.stream()
                .map(it -> new Bars.Value(it.choice().name(), value.applyAsDouble(it)))
                .toList();
    }

    private static Grid table(List<Moved> all) {
        return new Grid(
                new Caption(
                        "side-by-side",
                        "Side by side",
                        "What a throttle saves is an estimate. Who is given up stays where it was."),
                List.of(
                        Measure.plain("link"),
                        Measure.plain("help"),
                        Measure.plain("end"),
                        Measure.plain("rounds"),
                        Measure.of("sent", "MiB"),
                        Measure.of("saved", "MiB"),
                        Measure.of("time", "s"),
                        Measure.of("downtime", "ms"),
                        Measure.of("host's CPU", "ms"),
                        Measure.of("guest's CPU", "ms")),
                all.stream()
                        .map(it -> Grid.row(
                                it.link().toString(),
                                it.choice().name(),
                                isMoved(it) ? "moved" : "given up",
                                it.report().rounds().size(),
                                sentMib(it),
                                savedMib(it),
                                seconds(it),
                                it.report()
                                        .downtime()
                                        .map(Downtime::totalNs)
                                        .<Grid.Cell>map(ns -> new Grid.Amount(ns / MS))
                                        .orElse(new Grid.Blank()),
                                cpuMs(it, HelpUse::hostCpuNs),
                                cpuMs(it, HelpUse::guestCpuNs)))
                        .toList());
    }

    private static List<String> see(List<Moved> all) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "The core that sends does the helps' work, too. So %s",
                        links(all).stream().map(link -> rate(all, link)).collect(Collectors.joining(", "))
                                + ": what looks at much and finds little makes a fast link slower."),
                links(all).stream().map(link -> found(all, link)).collect(Collectors.joining(" ")),
                links(all).stream().map(link -> throttles(all, link)).collect(Collectors.joining(" ")));
    }

    private static String rate(List<Moved> all, Bandwidth link) {
        return String.format(
                Locale.ROOT,
                "on %s a page takes %.1f us without help and %.1f us with skip-shared-pages",
                link,
                microsPerPage(named(on(all, link), "none")),
                microsPerPage(named(on(all, link), "skip-shared-pages")));
    }

    private static double microsPerPage(Moved moved) {
        long pages = moved.report().rounds().stream().mapToLong(Round::pages).sum();
        return pages == 0 ? 0 : seconds(moved) * 1e6 / pages;
    }

    private static String found(List<Moved> all, Bandwidth link) {
        return String.format(
                Locale.ROOT,
                "On %s %.0f %% of the pages that a cache of deltas is asked for are there by default, and %.0f %% where"
                        + " it holds as much as the working set.",
                link,
                foundPercent(named(on(all, link), "deltas")),
                foundPercent(named(on(all, link), "deltas of the set")));
    }

    private static double foundPercent(Moved moved) {
        var uses = moved.report().help();
        long looked = uses.stream().mapToLong(HelpUse::looked).sum();
        return looked == 0 ? 0 : 100.0 * uses.stream().mapToLong(HelpUse::pages).sum() / looked;
    }

    private static String throttles(List<Moved> all, Bandwidth link) {
        var steps = named(on(all, link), "auto-converge");
        var limit = named(on(all, link), "dirty-limit");
        return String.format(
                Locale.ROOT,
                "On %s auto-converge takes %d rounds and at most %d %% of the guest's CPU, a dirty limit %d rounds"
                        + " and at most %d %%.",
                link,
                steps.report().rounds().size(),
                throttle(steps),
                limit.report().rounds().size(),
                throttle(limit));
    }

    private static Moved named(List<Moved> all, String name) {
        return all.stream()
                .filter(it -> it.choice().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int throttle(Moved moved) {
        return moved.report().rounds().stream()
                .mapToInt(Round::throttlePercent)
                .max()
                .orElse(0);
    }

    private static boolean isMoved(Moved moved) {
        return moved.report().outcome() == Outcome.COMMITTED;
    }

    private static double sentMib(Moved moved) {
        return moved.report().bytes() / MIB;
    }

    private static double savedMib(Moved moved) {
        return moved.report().help().stream().mapToLong(HelpUse::savedBytes).sum() / MIB;
    }

    private static double seconds(Moved moved) {
        return moved.report().rounds().stream().mapToLong(Round::durationNs).sum() / 1e9;
    }

    private static double cpuMs(Moved moved, ToDoubleFunction<HelpUse> of) {
        return moved.report().help().stream().mapToDouble(of).sum() / MS;
    }
}
