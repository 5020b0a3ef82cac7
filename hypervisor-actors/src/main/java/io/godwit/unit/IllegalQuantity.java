package io.godwit.unit;

/// Tells a person in one sentence what is wrong with a quantity they wrote, and what to write instead.
public final class IllegalQuantity extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// @param sentence what is wrong and the remedy, without a full stop
    public IllegalQuantity(String sentence) {
        super(sentence);
    }
}
