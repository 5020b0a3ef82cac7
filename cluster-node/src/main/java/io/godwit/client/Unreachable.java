package io.godwit.client;

/// No fleet can be asked. The message is a sentence with the way out.
public final class Unreachable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Unreachable(String sentence) {
        super(sentence, null, false, false);
    }
}
