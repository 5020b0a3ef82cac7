package io.godwit.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.verdict.DrillReport.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What machines read of a report, compared with golden files. A golden file that differs on purpose is written anew
/// from the text that the failure leaves in `target`.
class ReportTextTest {

    private final DrillReport report = Judge.judge(Plays.whole(), Plays.circumstances(Clock.VIRTUAL));

    @Test
    void jsonIsGolden() throws IOException {
        isGolden("report.json", ReportJson.write(report));
    }

    @Test
    void jsonIsReadAsItWasWritten() {
        assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
    }

    @Test
    void twoReportsOfOneRunDifferInTheMachineAlone() {
        var circumstances = Plays.circumstances(Clock.VIRTUAL);
        var other = Judge.judge(
                Plays.whole(),
                new Circumstances(
                        circumstances.clock(),
                        circumstances.replay(),
                        new Machine("there", "Linux", "25", "0.1.0", 8, "2025-01-02T00:00:00Z", 1, Optional.empty()),
                        Optional.empty()));

        assertThat(other).isNotEqualTo(report);
        assertThat(ReportJson.write(other.on(report.machine()))).isEqualTo(ReportJson.write(report));
    }

    @Test
    void junitIsGolden() throws IOException {
        var unfelt = Judge.judge(
                Plays.with(
                        Plays.whole(),
                        change -> change.steps(
                                List.of(change.played().steps().getFirst(), Plays.killed(Optional.empty())))),
                Plays.circumstances(Clock.VIRTUAL));

        isGolden("junit.xml", JUnitXml.write(List.of(report, unfelt)));
    }

    @Test
    void whatProvesNothingIsAnErrorAndNeverSkipped() {
        var stopped = Judge.judge(
                Plays.with(
                        Plays.whole(),
                        change -> change.steps(
                                List.of(change.played().steps().getFirst(), Plays.killed(Optional.empty())))),
                Plays.circumstances(Clock.VIRTUAL));

        assertThat(JUnitXml.write(List.of(stopped)))
                .contains("errors=\"1\"", "<error message=\"it was not felt\"/>", "skipped=\"0\"");
    }

    @Test
    void aComparisonSaysWhatGotWorse() {
        var slower = Judge.judge(
                Plays.with(Plays.whole(), change -> change.stopped("a reason")), Plays.circumstances(Clock.VIRTUAL));
        var comparison =
                Comparisons.compared(slower, report).machine().previous().orElseThrow();

        assertThat(comparison.sentence()).isEqualTo("verdict was passed, and is inconclusive");
        assertThat(comparison.changes().getFirst().direction()).isEqualTo(Machine.Direction.WORSE);
        assertThat(Comparisons.compared(report, report)
                        .machine()
                        .previous()
                        .orElseThrow()
                        .changes())
                .isEmpty();
    }

    @Test
    void aSummaryTellsTheGravestAndWhatWasNeverReached() {
        var unfelt = Judge.judge(
                Plays.with(
                        Plays.whole(),
                        change -> change.steps(
                                List.of(change.played().steps().getFirst(), Plays.killed(Optional.empty())))),
                Plays.circumstances(Clock.VIRTUAL));
        var good = new Summaries("story");
        good.add(report);
        good.add(unfelt);
        var none = new Summaries("story");
        none.add(unfelt);

        assertThat(good.summary().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(good.summary().sentence()).startsWith("1 of 2 runs passed; story with seed 42: step kill");
        assertThat(good.summary().neverReached()).isEmpty();
        assertThat(none.summary().neverReached()).containsExactly("story");
        assertThat(ReportJson.write(good.summary())).contains("\"outcome\" : \"inconclusive\"");
        assertThat(JUnitXml.write(good.summary())).contains("tests=\"2\" failures=\"0\" errors=\"1\"");
    }

    private static void isGolden(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(Path.of("target", "golden")).resolve(name), text);
        try (InputStream golden = ReportTextTest.class.getResourceAsStream(name)) {
            assertThat(golden).as("golden file %s", name).isNotNull();
            assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
