package io.godwit.validation;

import io.godwit.figure.Numbers;
import io.godwit.page.Badge;
import io.godwit.page.Badge.Tone;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Page;
import io.godwit.page.Section;
import io.godwit.page.Table;
import java.util.ArrayList;
import java.util.List;

/// A validation as a page for people: predicted values first, as they alone validate.
public final class ValidationPage {

    private static final List<String> COLUMNS =
            List.of("Case", "#Published", "#Emulated", "#Deviation", "Verdict", "Source, and why it has its class");

    private ValidationPage() {}

    public static String render(Validation validation) {
        return new Page("Validation", header(validation), sections(validation)).html();
    }

    private static Element header(Validation validation) {
        var badge = validation.exitCode() == 0 ? new Badge(Tone.GOOD, "none off") : new Badge(Tone.BAD, "off");
        return Markup.element("header")
                .add(Markup.element("p", "Published values against emulated ones")
                        .kind("kicker"))
                .add(Markup.element("h1", "Validation"))
                .add(Markup.element("ul")
                        .kind("facts")
                        .add(Markup.element(
                                "li", Figures.many(validation.judgements().size(), "case")))
                        .add(Markup.element("li", "seed " + validation.seed()))
                        .add(Markup.element("li", "exit code " + validation.exitCode())))
                .add(Markup.element("div")
                        .kind("verdict " + badge.tone().kind())
                        .add(badge.show(), Markup.paragraph(validation.summary())));
    }

    private static List<Section> sections(Validation validation) {
        var sections = new ArrayList<Section>();
        sections.add(section(validation, Rank.PREDICTED, "Predicted", "Nothing was chosen with these values in view."));
        sections.add(section(
                validation,
                Rank.FITTED,
                "Fitted",
                "A constant was chosen so that these come out: they validate nothing."));
        sections.add(section(
                validation,
                Rank.CONFORMANCE,
                "Conformance",
                "A constant or a division comes back as it was put in: a check of arithmetic alone."));
        sections.add(new Section("marks", "Marks", "", List.of(marks())));
        return sections;
    }

    private static Section section(Validation validation, Rank rank, String title, String lead) {
        var rows = validation.judgements().stream()
                .filter(it -> it.subject().rank() == rank)
                .map(ValidationPage::line)
                .toList();
        var body = rows.isEmpty() ? Markup.note("None.") : new Table(title + " values", COLUMNS, rows).show();
        return new Section(rank.word(), title, lead, List.of(body));
    }

    private static List<Markup> line(Judgement it) {
        var subject = it.subject();
        var emulated = it.emulated();
        return List.of(
                Markup.element("span", subject.id()).add(Markup.element("small", subject.what())),
                Table.cell(subject.published().toString()),
                Table.cell(
                        emulated.isPresent()
                                ? Numbers.shown(emulated.getAsDouble()) + " "
                                        + subject.published().unit()
                                : Figures.NONE),
                Markup.element("span", ValidationText.deviation(it))
                        .add(Markup.element("small", "of " + subject.tolerance() + " tolerated")),
                verdict(it),
                Markup.element(
                                "span",
                                subject.source() + " (" + subject.mark() + ", "
                                        + subject.mark().words() + ")")
                        .add(Markup.paragraph(subject.because())));
    }

    private static Markup verdict(Judgement it) {
        var tone =
                switch (it.verdict()) {
                    case HOLDS -> Tone.GOOD;
                    case OFF -> Tone.BAD;
                    case UNVERIFIED -> Tone.QUIET;
                    case FAILED -> Tone.GRAVE;
                };
        var badge = new Badge(tone, it.verdict().word()).show();
        return it.note().isEmpty() ? badge : Markup.element("span").add(badge, Markup.element("small", it.note()));
    }

    private static Element marks() {
        var list = new ArrayList<Markup>();
        for (var mark : Mark.values()) {
            list.add(Markup.element("li", mark + ": " + mark.words()));
        }
        return Markup.element("ul").addAll(list);
    }
}
