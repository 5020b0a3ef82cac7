package io.godwit.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/// A command that runs out of heap ends with a sentence, whichever of its threads found out. Processes that it started
/// notice its end, and clear up.
final class Starvation {

    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private Starvation() {}

    /// From now on, for threads that end by it. Pekko's own tell it themselves, and end the process with the same code.
    static void watch() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (failure instanceof OutOfMemoryError) {
                Runtime.getRuntime().halt(told());
            }
            System.err.println("a bug ended thread " + thread.getName());
            failure.printStackTrace();
        });
    }

    /// @return what the command exits with
    static int told() {
        if (!TOLD.getAndSet(true)) {
            System.err.println(sentence(Runtime.getRuntime().maxMemory()));
        }
        return Godwit.BROKEN;
    }

    static String sentence(long heapBytes) {
        return "godwit ran out of heap, of which it had " + (heapBytes >> 20)
                + " MiB: give it more, as in GODWIT_JAVA_OPTS=-Xmx1g";
    }
}
