package io.godwit.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.bench.Figure.Bar;
import java.io.PrintWriter;
import java.util.Locale;

/// A line of JSON for each figure, and no other.
record JsonPrintout(PrintWriter out) implements Printout {

    @Override
    public void begin(Subject subject) {}

    @Override
    public void print(Subject subject, Figure figure) {
        ObjectNode line = line(subject)
                .put("what", figure.what())
                .put("value", figure.value())
                .put("unit", figure.unit())
                .put("expected", figure.expected());
        figure.bar().ifPresent(bar -> line.set("bar", asJson(bar, figure)));
        print(line);
    }

    @Override
    public void skip(Subject subject, String why) {
        print(line(subject).put("skipped", why));
    }

    @Override
    public void end(Subject subject, int exitCode) {
        if (exitCode != 0) {
            print(line(subject).put("failed", exitCode));
        }
    }

    @Override
    public void end() {}

    private static ObjectNode asJson(Bar bar, Figure figure) {
        return Child.JSON
                .createObjectNode()
                .put("kind", bar.kind().name().toLowerCase(Locale.ROOT))
                .put("sense", bar.sense().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("value", bar.value())
                .put("met", bar.isMetBy(figure.value()));
    }

    private static ObjectNode line(Subject subject) {
        return Child.JSON.createObjectNode().put("benchmark", subject.word());
    }

    private void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }
}
