package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarvationTest {

    @Test
    void aCommandWithoutHeapEndsWithASentenceAndTheCodeOfABug(@TempDir Path folder)
            throws IOException, InterruptedException {
        Process starved = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx8m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dgodwit.home=" + System.getProperty("godwit.home", ".."),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Godwit.class.getName(),
                        "drill",
                        System.getProperty("godwit.home", "..") + "/config/drills/host-loss.yaml",
                        "--virtual",
                        "--out",
                        folder.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(starved.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(starved.waitFor()).isEqualTo(Godwit.BROKEN);
        assertThat(said.lines()).anyMatch(line -> line.startsWith("godwit ran out of heap, of which it had "));
    }
}
