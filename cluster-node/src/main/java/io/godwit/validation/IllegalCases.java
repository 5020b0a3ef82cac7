package io.godwit.validation;

/// Tells a person in one sentence what is wrong with the cases of validation, and the remedy.
public final class IllegalCases extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param sentence names the file, without a full stop
    public IllegalCases(String sentence) {
        super(sentence);
    }
}
