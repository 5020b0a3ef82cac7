package io.godwit.process;

/// A process of a stage has ended although nobody ended it: its message has its last words.
public final class ProcessLost extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ProcessLost(String words) {
        super(words);
    }
}
