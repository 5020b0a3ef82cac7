package io.godwit.cli;

import java.util.List;
import java.util.function.Consumer;
import org.jline.utils.Signals;

/// Ctrl-C or SIGTERM while something runs that should end in order. The first asks for it; the second ends the process
/// at once, and what it started ends with it.
final class Interrupts implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM");

    /// 128 and the number of the signal, as shells have it.
    private static final int INTERRUPTED = 130;

    private final Runnable ending;
    private volatile boolean asked;

    private Interrupts(Runnable ending) {
        this.ending = ending;
    }

    /// Nothing of the kind is under way: the signal does what it always does.
    static Interrupts none() {
        return new Interrupts(() -> {});
    }

    /// @param stop told why, once, by another thread
    static Interrupts to(Consumer<String> stop) {
        Interrupts interrupts = new Interrupts(() -> SIGNALS.forEach(Signals::registerDefault));
        SIGNALS.forEach(signal -> Signals.register(signal, () -> interrupts.came(stop)));
        return interrupts;
    }

    boolean haveCome() {
        return asked;
    }

    private void came(Consumer<String> stop) {
        if (asked) {
            System.exit(INTERRUPTED);
        }
        asked = true;
        stop.accept("it was interrupted");
    }

    @Override
    public void close() {
        ending.run();
    }
}
