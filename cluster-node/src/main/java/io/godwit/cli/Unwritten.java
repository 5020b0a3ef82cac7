package io.godwit.cli;

/// What came out can't be written down. Its message is a sentence for people, with the remedy.
final class Unwritten extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unwritten(String sentence) {
        super(sentence, null, false, false);
    }
}
