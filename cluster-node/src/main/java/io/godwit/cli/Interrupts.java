package io.godwit.cli;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jline.utils.Signals;

/// Ctrl-C or SIGTERM while something runs that should end in order. The first asks for it; the second leaves the
/// terminal as it was and ends the process at once, and what it started ends with it.
final class Interrupts implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM");

    /// 128 and the number of the signal, as shells have it.
    private static final int INTERRUPTED = 130;

    private final Consumer<String> stop;
    private final Runnable leave;
    private final IntConsumer exit;
    private final Runnable ending;
    private volatile boolean asked;

    /// @param exit ends this process
    Interrupts(Consumer<String> stop, Runnable leave, IntConsumer exit, Runnable ending) {
        this.stop = stop;
        this.leave = leave;
        this.exit = exit;
        this.ending = ending;
    }

    /// Nothing of the kind is under way: the signal does what it always does.
    static Interrupts none() {
        return new Interrupts(_ -> {}, () -> {}, _ -> {}, () -> {});
    }

    /// @param stop told why, once, by another thread
    /// @param leave what a person's terminal needs before the process ends at once
    static Interrupts to(Consumer<String> stop, Runnable leave) {
        Interrupts interrupts =
                new Interrupts(stop, leave, System::exit, () -> SIGNALS.forEach(Signals::registerDefault));
        SIGNALS.forEach(signal -> Signals.register(signal, interrupts::came));
        return interrupts;
    }

    boolean haveCome() {
        return asked;
    }

    void came() {
        if (!asked) {
            asked = true;
            stop.accept("it was interrupted");
            return;
        }
        try {
            leave.run();
        } finally {
            exit.accept(INTERRUPTED);
        }
    }

    @Override
    public void close() {
        ending.run();
    }
}
