package io.godwit.report;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.DrillReport.Forged;
import io.godwit.verdict.MisbehaviourRow;
import io.godwit.verdict.MisbehaviourRow.Effect;
import io.godwit.verdict.MisbehaviourRow.Neighbour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// What guests did that were out of hand, whom that reached, and what their neighbours had before and meanwhile.
final class IsolationSection {

    private static final List<String> BLASTS =
            List.of("Guest", "Kind", "Did", "On", "#From", "#For", "#Tried", "#Refused", "Itself", "Blast radius");

    private static final List<String> NEIGHBOURS = List.of(
            "Neighbour",
            "Kind",
            "#CPU before",
            "#while",
            "#Reserved CPU kept",
            "#Disk before",
            "#while",
            "#Frames before",
            "#while",
            "#Stalled before",
            "#while",
            "#Reserved memory kept",
            "Result");

    /// Names that a cell has room for.
    private static final int MOST_NAMES = 4;

    private IsolationSection() {}

    static Section of(DrillReport report) {
        var rows = report.misbehaviours();
        var body = new ArrayList<Markup>();
        body.add(new Table(
                        "What guests did and whom it reached",
                        BLASTS,
                        rows.stream().map(IsolationSection::blast).toList())
                .showOrFold("All " + Figures.many(rows.size(), "misbehaviour")));
        body.add(Markup.element("h3", "What neighbours had"));
        body.add(Markup.note(
                "Cores that they got, operations of their disks, and frames that they sent and got, and how much of"
                        + " what they wanted that is."));
        rows.forEach(row -> body.add(neighbours(row)));
        return new Section("isolation", "Isolation", lead(report, rows), body);
    }

    private static String lead(DrillReport report, List<MisbehaviourRow> rows) {
        long broken = count(rows, Effect.BROKEN);
        long ended = count(rows, Effect.ENDED);
        Forged forged = report.refusals().forged();
        return "Guests misbehaved " + Figures.many(rows.size(), "time") + ". "
                + (broken == 0 ? "No promise to a neighbour was broken" : Figures.many(broken, "promise") + " broken")
                + "; " + (ended == 0 ? "no neighbour" : Figures.many(ended, "neighbour"))
                + " ended with one. Hosts refused "
                + Figures.many(forged.addresses(), "frame") + " with another's address, "
                + Figures.many(forged.lans(), "frame") + " of a foreign virtual LAN and "
                + Figures.many(forged.requests(), "request") + " in another's name.";
    }

    private static long count(List<MisbehaviourRow> rows, Effect effect) {
        return rows.stream()
                .flatMap(row -> row.neighbours().stream())
                .filter(it -> it.effect() == effect)
                .count();
    }

    private static List<Markup> blast(MisbehaviourRow row) {
        boolean forges = row.how().forgery().isPresent();
        return List.of(
                Table.cell(row.vm().value()),
                Table.cell(row.kind().map(Words::of).orElse(Figures.NONE)),
                Table.cell(Words.of(row.how())),
                Table.cell(row.host().value()),
                Table.cell(Figures.duration(row.fromNs())),
                Table.cell(row.how().isFailure() ? Figures.NONE : Figures.duration(row.untilNs() - row.fromNs())),
                Table.cell(forges ? row.tried().map(Figures::count).orElse("unknown") : Figures.NONE),
                Table.cell(forges ? Figures.count(row.refused()) : Figures.NONE),
                Table.cell(itself(row)),
                Table.cell(radius(row)));
    }

    private static String itself(MisbehaviourRow row) {
        if (row.ended().isPresent()) {
            return "ended: " + Words.of(row.ended().get()).replace('-', ' ');
        }
        return row.own()
                .filter(_ -> row.how().forgery().isEmpty())
                .map(own -> got(row.how(), own))
                .orElse(Figures.NONE);
    }

    private static String got(Misbehaviour how, MisbehaviourRow.Figures own) {
        return switch (how) {
            case DISK -> "got " + Figures.count(own.diskGot()) + " operations";
            case FLOOD, STORM -> "sent " + Figures.count(own.framesSent()) + " frames";
            default -> "got " + cores(own.gotNs(), own) + " of " + cores(own.wantedNs(), own) + " cores";
        };
    }

    private static String cores(long ns, MisbehaviourRow.Figures figures) {
        return String.format(Locale.ROOT, "%.2f", figures.lengthNs() == 0 ? 0 : (double) ns / figures.lengthNs());
    }

    /// `nobody`, or who lost what: `ended c-1, c-3; slowed web-1`.
    private static String radius(MisbehaviourRow row) {
        var parts = new ArrayList<String>();
        for (Effect effect : List.of(Effect.ENDED, Effect.BROKEN, Effect.SLOWED)) {
            var names = row.neighbours().stream()
                    .filter(it -> it.effect() == effect)
                    .map(it -> it.vm().value())
                    .toList();
            if (!names.isEmpty()) {
                int more = names.size() - MOST_NAMES;
                parts.add(Badges.of(effect).word() + ": "
                        + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                        + (more > 0 ? " and " + more + " more" : ""));
            }
        }
        return parts.isEmpty() ? "nobody" : String.join("; ", parts);
    }

    private static Markup neighbours(MisbehaviourRow row) {
        var table = new Table(
                "Neighbours of " + row.vm() + " before and while it misbehaved",
                NEIGHBOURS,
                row.neighbours().stream().map(IsolationSection::neighbour).toList());
        return table.fold(row.vm() + ", " + Words.of(row.how()) + " – "
                + Figures.many(row.neighbours().size(), "neighbour") + ", "
                + (row.reached().isEmpty() ? "nobody reached" : row.reached().size() + " reached"));
    }

    private static List<Markup> neighbour(Neighbour it) {
        return List.of(
                Markup.element("span", it.vm().value()),
                Table.cell(it.kind().map(Words::of).orElse(Figures.NONE)),
                cpu(it.before()),
                cpu(it.during()),
                Table.cell(it.during()
                        .filter(now -> now.promisedNs() > 0)
                        .map(now -> kept(now.brokenNs(), now.promisedNs()))
                        .orElse(Figures.NONE)),
                bulk(it.before(), Bulk.DISK),
                bulk(it.during(), Bulk.DISK),
                bulk(it.before(), Bulk.FRAMES),
                bulk(it.during(), Bulk.FRAMES),
                stall(it.before()),
                stall(it.during()),
                Table.cell(it.during()
                        .filter(now -> now.promisedBytes() > 0)
                        .map(now -> kept(now.brokenBytes(), now.promisedBytes()))
                        .orElse(Figures.NONE)),
                Badges.of(it.effect()).show());
    }

    private static Markup cpu(Optional<MisbehaviourRow.Figures> figures) {
        return figures.<Markup>map(it -> Markup.element("span", cores(it.gotNs(), it))
                        .add(Markup.element("small", percent(it.gotPermille()))))
                .orElse(Table.cell(Figures.NONE));
    }

    private static Markup bulk(Optional<MisbehaviourRow.Figures> figures, Bulk bulk) {
        return figures.filter(it -> bulk.wanted.applyAsLong(it) > 0 && it.lengthNs() > 0)
                .<Markup>map(it -> Markup.element(
                                "span",
                                Figures.count(Math.round(1e9 * bulk.got.applyAsLong(it) / it.lengthNs())) + "/s")
                        .add(Markup.element("small", percent(bulk.permille.applyAsLong(it)))))
                .orElse(Table.cell(Figures.NONE));
    }

    private record Bulk(
            ToLongFunction<MisbehaviourRow.Figures> wanted,
            ToLongFunction<MisbehaviourRow.Figures> got,
            ToLongFunction<MisbehaviourRow.Figures> permille) {

        static final Bulk DISK = new Bulk(
                MisbehaviourRow.Figures::diskWanted,
                MisbehaviourRow.Figures::diskGot,
                MisbehaviourRow.Figures::diskPermille);

        static final Bulk FRAMES = new Bulk(
                MisbehaviourRow.Figures::framesWanted,
                MisbehaviourRow.Figures::framesGot,
                MisbehaviourRow.Figures::framesPermille);
    }

    private static Markup stall(Optional<MisbehaviourRow.Figures> figures) {
        return Table.cell(figures.map(it -> percent(it.stallPermille())).orElse(Figures.NONE));
    }

    private static String kept(long broken, long promised) {
        return percent(Math.round(1_000.0 * (promised - broken) / promised));
    }

    private static String percent(long permille) {
        return permille % 10 == 0 ? permille / 10 + " %" : String.format(Locale.ROOT, "%.1f %%", permille / 10.0);
    }
}
