package io.godwit.process;

import io.godwit.launch.LastWords;

/// A stage can't go on, as a process has ended although nobody ended it: its message has its last words.
public final class ProcessLost extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final boolean explained;

    ProcessLost(LastWords words) {
        super(words.sentence());
        this.explained = words.explained();
    }

    /// Whether the message says why, and what to do about it.
    public boolean isExplained() {
        return explained;
    }
}
