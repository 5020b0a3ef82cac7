package io.godwit.experiment;

/// Tells a person in one sentence what is wrong with a setting of an experiment, and the remedy.
public final class IllegalSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// @param sentence without a full stop
    public IllegalSetting(String sentence) {
        super(sentence);
    }
}
