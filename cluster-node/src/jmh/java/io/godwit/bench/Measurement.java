package io.godwit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/// One subject's measurement, in a JVM of its own.
record Measurement(Subject subject, Given given, Printout printout) {

    /// @return whether it came to its end
    boolean run() throws IOException {
        printout.begin(subject);
        Process process = new ProcessBuilder(Child.command(subject, given))
                .redirectError(Redirect.INHERIT)
                .start();
        Thread end = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Progress.clear();
                switch (Child.read(line)) {
                    case Child.Found(var figure) -> printout.print(subject, figure);
                    case Child.Skipped(var why) -> printout.skip(subject, why);
                }
            }
            int code = process.waitFor();
            Progress.clear();
            printout.end(subject, code);
            return code == 0;
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted", interrupted);
        } finally {
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }
}
