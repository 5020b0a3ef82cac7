package io.godwit.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A browser without a screen, for tests of pages.
///
/// @param folder for its profile, its log, and `page.png`, the picture of the page it opened last
public record Browser(Path folder) {

    private static final Path CHROMIUM = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("chromium"));

    private static final long PATIENCE_SECONDS = 120;

    /// Skips the test where there is none.
    public static void assumeThereIsOne() {
        assumeTrue(Files.isExecutable(CHROMIUM), "skipped: there is no chromium here");
    }

    /// What the browser's console says.
    public List<String> complaints(String page) throws IOException, InterruptedException {
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
