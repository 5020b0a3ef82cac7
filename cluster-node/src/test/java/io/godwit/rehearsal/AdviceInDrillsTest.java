package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.report.HtmlReport;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.ReportJson;
import io.godwit.verdict.Sizing;
import io.godwit.verdict.Sizing.SizeRow;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A drill that asks for advice gets it from what its VMs did, also of those whose hosts were lost meanwhile.
class AdviceInDrillsTest {

    private static DrillReport report(String... sets) {
        return ShippedDrill.report(ShippedDrill.read("host-loss", 3, sets).getFirst());
    }

    @Test
    void sizesAreAdvisedFromTheDrillsOwnHistory() {
        DrillReport report = report("advise={rule: usual, window: 20s}");
        Sizing sizing = report.sizing().orElseThrow();
        Map<String, SizeRow> rows =
                sizing.rows().stream().collect(Collectors.toMap(row -> row.vm().value(), Function.identity()));
        assertThat(rows).hasSize(report.vms().size());
        assertThat(rows.values()).allSatisfy(row -> {
            assertThat(row.observedNs())
                    .as("%s on all its hosts", row.vm())
                    .isBetween(Duration.ofSeconds(20).toNanos(), report.endNs());
            assertThat(row.advised()).isPresent();
            assertThat(row.usedBytes()).isBetween(0L, row.now().memoryBytes());
        });
        assertThat(sizing.rows()).anyMatch(row -> row.usedBytes() > 0).anyMatch(SizeRow::isOther);
        assertThat(sizing.savedMemoryBytes())
                .isEqualTo(sizing.rows().stream()
                        .mapToLong(row -> row.now().memoryBytes()
                                - row.advised().orElseThrow().memoryBytes())
                        .sum());
        assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
        assertThat(report("advise={rule: usual, window: 20s}").sizing())
                .as("the same seed")
                .contains(sizing);
    }

    @Test
    void aShortDrillSaysSoInASentence() {
        DrillReport report = report("advise.rule=usual");
        assertThat(report.sizing().orElseThrow().rows()).isNotEmpty().allMatch(row -> row.advised()
                .isEmpty());
        assertThat(HtmlReport.render(report))
                .contains("Rule usual advises VMs that were watched for 1 min, and none was for more than")
                .doesNotContain("vCPUs advised");
    }

    @Test
    void nobodyIsWatchedUnlessTheDrillAsks() {
        DrillReport report = report();
        assertThat(report.sizing()).isEmpty();
        assertThat(HtmlReport.render(report)).doesNotContain("Right-sizing");
    }
}
