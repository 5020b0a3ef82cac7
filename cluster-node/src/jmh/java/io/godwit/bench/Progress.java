package io.godwit.bench;

/// What a person sees while it takes its time: on a terminal one line that changes, otherwise a line each.
final class Progress {

    /// Tells a child whether a person looks on, as its own output goes to its parent.
    static final String WATCHED = "godwit.bench.watched";

    private static final boolean TERMINAL = Boolean.getBoolean(WATCHED) || isTerminal();

    private static final String CLEAR = "\r\033[K";

    private Progress() {}

    /// JDK 25 has no console again where none is.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    static boolean isWatched() {
        return TERMINAL;
    }

    static void show(String now) {
        if (TERMINAL) {
            System.err.print(CLEAR + now);
        } else {
            System.err.println(now);
        }
        System.err.flush();
    }

    static void clear() {
        if (TERMINAL) {
            System.err.print(CLEAR);
            System.err.flush();
        }
    }
}
