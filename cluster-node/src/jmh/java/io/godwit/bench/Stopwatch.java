package io.godwit.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Counts CPU time, so that a busy machine falsifies less.
final class Stopwatch {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /// @param threadNs that the calling thread was on a core
    /// @param processNs that all threads were, those of collector and compiler too
    record Took(long threadNs, long processNs) {}

    private Stopwatch() {}

    static Took time(Runnable work) {
        long thread = threadNs();
        long process = PROCESS.getProcessCpuTime();
        work.run();
        return new Took(threadNs() - thread, PROCESS.getProcessCpuTime() - process);
    }

    private static long threadNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
