package io.godwit.migration.channel;

/// What bytes from a connection turned out to be.
public sealed interface DecodedFrame permits PageFrame, DecodedFrame.Malformed {

    /// @param why in words, for the log of the refusal
    record Malformed(String why) implements DecodedFrame {}
}
