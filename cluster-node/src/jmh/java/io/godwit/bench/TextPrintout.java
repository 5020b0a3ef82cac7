package io.godwit.bench;

import io.godwit.bench.Figure.Bar;
import io.godwit.time.MonotonicTimeline;
import java.io.PrintWriter;
import java.util.Locale;

/// For people: a paragraph a subject, a line a figure with its bar, and below it what was expected.
final class TextPrintout implements Printout {

    private final PrintWriter out;
    private final MonotonicTimeline clock = MonotonicTimeline.startingNow();
    private long beganNs;
    private int bars;
    private int met;

    TextPrintout(PrintWriter out) {
        this.out = out;
        print("Each figure stands beside its bar; on a busy machine those that count seconds of the clock say little.");
    }

    @Override
    public void begin(Subject subject) {
        beganNs = clock.now();
        print("");
        print(subject.word() + ": " + subject.about());
    }

    @Override
    public void print(Subject subject, Figure figure) {
        print("  %-62s %10s %s".formatted(figure.what(), Figure.written(figure.value()), figure.unit()));
        figure.bar().ifPresent(bar -> print("      " + judged(bar, figure)));
        print("      expected: " + figure.expected());
    }

    @Override
    public void skip(Subject subject, String why) {
        print("  not measured: " + why);
    }

    @Override
    public void end(Subject subject, int exitCode) {
        String seconds = Figure.written((clock.now() - beganNs) / 1e9);
        print(exitCode == 0 ? "  (" + seconds + " s)" : "  FAILED with exit code " + exitCode);
    }

    @Override
    public void end() {
        print("");
        print(met + " of " + bars + " bars were met, in " + Figure.written(clock.now() / 1e9) + " s");
    }

    private String judged(Bar bar, Figure figure) {
        bars++;
        boolean isMet = bar.isMetBy(figure.value());
        met += isMet ? 1 : 0;
        return "%s: %s %s %s, %s"
                .formatted(
                        bar.kind().name().toLowerCase(Locale.ROOT),
                        bar.sense().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        Figure.written(bar.value()),
                        figure.unit(),
                        isMet ? "met" : "MISSED");
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
