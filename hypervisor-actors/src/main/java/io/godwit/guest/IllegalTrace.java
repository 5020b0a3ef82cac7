package io.godwit.guest;

/// Tells a person in one sentence why a trace can't be read, naming file and line, and what to do.
public final class IllegalTrace extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// @param sentence what is wrong and the remedy, without a full stop
    public IllegalTrace(String sentence) {
        super(sentence);
    }
}
