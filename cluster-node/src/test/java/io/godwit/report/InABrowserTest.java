package io.godwit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.page.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opens pages in a browser without a screen, where there is one.
class InABrowserTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsABrowser() {
        Browser.assumeThereIsOne();
    }

    @Test
    void aReportOpensWithoutAComplaint() throws IOException, InterruptedException {
        assertThat(new Browser(folder).complaints(HtmlReport.render(Specimens.report(40))))
                .isEmpty();
        assertThat(Files.size(folder.resolve("page.png"))).isGreaterThan(20_000);
    }

    @Test
    void aSummaryOpensWithoutAComplaint() throws IOException, InterruptedException {
        assertThat(new Browser(folder).complaints(HtmlSummary.render(SummarySpecimens.summary(3))))
                .isEmpty();
    }

    @Test
    void thePolicyStopsWhatIsNotOurs() throws IOException, InterruptedException {
        var page = HtmlReport.render(Specimens.report(12));
        assertThat(new Browser(folder).complaints(page.replace("</main>", "</main><script>alert(1)</script>")))
                .anyMatch(line -> line.contains("Content Security Policy"));
    }
}
