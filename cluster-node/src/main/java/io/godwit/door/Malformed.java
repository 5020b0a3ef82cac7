package io.godwit.door;

/// A request that can't be understood. Its message is a sentence for people, with the remedy.
final class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1;

    Malformed(String sentence) {
        super(sentence, null, false, false);
    }
}
