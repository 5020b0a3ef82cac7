package io.godwit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opens pages in a browser without a screen, where there is one.
class InABrowserTest {

    private static final Path CHROMIUM = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("chromium"));

    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsABrowser() {
        assumeTrue(Files.isExecutable(CHROMIUM), "skipped: there is no chromium here");
    }

    @Test
    void aReportOpensWithoutAComplaint() throws IOException, InterruptedException {
        assertThat(complaints(HtmlReport.render(Specimens.report(40)))).isEmpty();
        assertThat(Files.size(folder.resolve("page.png"))).isGreaterThan(20_000);
    }

    @Test
    void aSummaryOpensWithoutAComplaint() throws IOException, InterruptedException {
        assertThat(complaints(HtmlSummary.render(SummarySpecimens.summary(3)))).isEmpty();
    }

    @Test
    void thePolicyStopsWhatIsNotOurs() throws IOException, InterruptedException {
        var page = HtmlReport.render(Specimens.report(12));
        assertThat(complaints(page.replace("</main>", "</main><script>alert(1)</script>")))
                .anyMatch(line -> line.contains("Content Security Policy"));
    }

    /// What the browser's console says.
    private List<String> complaints(String page) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("page.html"), page);
        var log = folder.resolve("log").toFile();
        var browser = new ProcessBuilder(
                        CHROMIUM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--screenshot=" + folder.resolve("page.png"),
                        file.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            assertThat(browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            browser.destroyForcibly().waitFor();
        }
        var lines = Files.readAllLines(log.toPath());
        assertThat(lines).anyMatch(line -> line.contains("written to file"));
        return lines.stream().filter(line -> line.contains("CONSOLE")).toList();
    }
}
