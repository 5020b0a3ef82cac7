package io.godwit.verdict;

import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.DrillReport.InvariantRow;
import io.godwit.verdict.DrillReport.StepRow;
import io.godwit.verdict.Verdict.Part;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Reports for build servers: a test suite for each report, a test case for each part of the verdict, step, objective
/// and invariant. What is missed or violated is a failure, what proves nothing an error, never skipped.
public final class JUnitXml {

    /// A finding that isn't well.
    private record Finding(Kind kind, String sentence) {}

    private enum Kind {
        FAILURE,
        ERROR
    }

    private record Case(String type, String name, Optional<Finding> finding) {}

    private JUnitXml() {}

    public static String write(List<DrillReport> reports) {
        return document(xml -> {
            xml.writeStartElement("testsuites");
            for (var report : reports) {
                suite(xml, report.subject().title(), cases(report));
            }
            xml.writeEndElement();
        });
    }

    /// One suite with a test case for each run.
    public static String write(Summary summary) {
        var cases = summary.runs().stream()
                .map(run -> new Case("run", run.title() + " seed " + run.seed(), finding(run)))
                .toList();
        return document(xml -> {
            xml.writeStartElement("testsuites");
            suite(xml, summary.name(), cases);
            xml.writeEndElement();
        });
    }

    private static List<Case> cases(DrillReport report) {
        var verdict = report.verdict();
        var all = new ArrayList<Case>();
        all.add(new Case(
                "verdict",
                "baseline",
                report.baseline().reached()
                        ? Optional.empty()
                        : Optional.of(new Finding(Kind.ERROR, report.baseline().sentence()))));
        all.add(new Case("verdict", "safety", finding(verdict.safety())));
        all.add(new Case("verdict", "objectives", finding(verdict.objectives())));
        all.add(new Case("verdict", "recovery", finding(verdict.recovery())));
        report.steps().forEach(step -> all.add(new Case("step", step.id(), finding(step))));
        report.objectives()
                .forEach(it -> all.add(new Case("objective", it.name(), finding(it.standing(), it.sentence()))));
        report.invariants().stream()
                .filter(it -> it.asked() || it.standing() == Standing.VIOLATED)
                .forEach(it -> all.add(new Case("invariant", it.name(), finding(it))));
        return all;
    }

    private static Optional<Finding> finding(Part part) {
        return finding(part.standing(), part.sentence());
    }

    private static Optional<Finding> finding(InvariantRow row) {
        return finding(row.standing(), row.violation().orElse("nothing violated it"));
    }

    private static Optional<Finding> finding(Standing standing, String sentence) {
        return switch (standing) {
            case PASSED, NOT_APPLICABLE -> Optional.empty();
            case MISSED, VIOLATED -> Optional.of(new Finding(Kind.FAILURE, sentence));
            case INCONCLUSIVE -> Optional.of(new Finding(Kind.ERROR, sentence));
        };
    }

    /// A step that need not happen may go unfelt.
    private static Optional<Finding> finding(StepRow step) {
        if (step.effect() == Effect.FELT || !step.mustHappen()) {
            return Optional.empty();
        }
        var what = step.effect() == Effect.NEVER_TAKEN ? "its moment never came: " + step.trigger() : "it was not felt";
        return Optional.of(new Finding(Kind.ERROR, step.failure().orElse(what)));
    }

    private static Optional<Finding> finding(Summary.RunRow run) {
        return switch (run.outcome()) {
            case PASSED -> Optional.empty();
            case MISSED, VIOLATED -> Optional.of(new Finding(Kind.FAILURE, run.sentence() + "; " + run.replay()));
            case INCONCLUSIVE, NO_BASELINE ->
                Optional.of(new Finding(Kind.ERROR, run.sentence() + "; " + run.replay()));
        };
    }

    private static void suite(XMLStreamWriter xml, String name, List<Case> cases) throws XMLStreamException {
        line(xml, 1);
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", name);
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute("failures", Long.toString(count(cases, Kind.FAILURE)));
        xml.writeAttribute("errors", Long.toString(count(cases, Kind.ERROR)));
        xml.writeAttribute("skipped", "0");
        for (var each : cases) {
            line(xml, 2);
            write(xml, name, each);
        }
        line(xml, 1);
        xml.writeEndElement();
        line(xml, 0);
    }

    private static void write(XMLStreamWriter xml, String suite, Case it) throws XMLStreamException {
        if (it.finding().isEmpty()) {
            xml.writeEmptyElement("testcase");
            attributes(xml, suite, it);
            return;
        }
        var finding = it.finding().get();
        xml.writeStartElement("testcase");
        attributes(xml, suite, it);
        line(xml, 3);
        xml.writeEmptyElement(finding.kind() == Kind.FAILURE ? "failure" : "error");
        xml.writeAttribute("message", finding.sentence());
        line(xml, 2);
        xml.writeEndElement();
    }

    private static void attributes(XMLStreamWriter xml, String suite, Case it) throws XMLStreamException {
        xml.writeAttribute("classname", suite + "." + it.type());
        xml.writeAttribute("name", it.name());
    }

    private static long count(List<Case> cases, Kind kind) {
        return cases.stream()
                .flatMap(it -> it.finding().stream())
                .filter(it -> it.kind() == kind)
                .count();
    }

    private static void line(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    @FunctionalInterface
    private interface Body {

        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    private static String document(Body body) {
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            line(xml, 0);
            body.write(xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a report can't be written", e);
        }
        return text + "\n";
    }
}
