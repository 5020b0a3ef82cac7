package io.godwit.portable;

/// Bytes that are no VM. The message is a sentence for people, without the name of the file.
public final class NotPortable extends Exception {

    private static final long serialVersionUID = 1;

    NotPortable(String sentence) {
        super(sentence);
    }

    /// For people.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
