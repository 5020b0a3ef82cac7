package io.godwit.bench;

import io.godwit.time.MonotonicTimeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs the launcher as a person would.
final class Shell {

    /// @param seconds by the clock
    record Run(double seconds, int exitCode, List<String> lines) {}

    private Shell() {}

    /// @param arguments of `./godwit`
    static Run run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Installed.HOME.resolve("godwit").toString());
        command.addAll(List.of(arguments));
        MonotonicTimeline clock = MonotonicTimeline.startingNow();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.inputReader()) {
            List<String> lines = out.lines().toList();
            int code = process.waitFor();
            return new Run(clock.now() / 1e9, code, lines);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw new IOException("interrupted", interrupted);
        }
    }
}
