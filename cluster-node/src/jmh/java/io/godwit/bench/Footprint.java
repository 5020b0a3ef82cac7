package io.godwit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has taken of the machine, as Linux tells it.
///
/// @param residentMb all its pages in memory, decimal
/// @param proportionalMb the same, with each page divided by the number of processes that share it
record Footprint(double residentMb, double proportionalMb, double cpuSeconds) {

    /// Linux counts CPU time in hundredths of a second for all programs, whatever its own tick is.
    private static final double TICKS_A_SECOND = 100;

    /// Where `utime` stands behind the name in parentheses; `stime` follows.
    private static final int USER_TIME = 11;

    static Footprint of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        List<String> rollup = Files.readAllLines(folder.resolve("smaps_rollup"));
        String stat = Files.readString(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
        return new Footprint(megabytes(rollup, "Rss:"), megabytes(rollup, "Pss:"), ticks / TICKS_A_SECOND);
    }

    private static double megabytes(List<String> rollup, String key) {
        return rollup.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .mapToDouble(kibibytes -> kibibytes * 1024 / 1e6)
                .findFirst()
                .orElseThrow();
    }
}
