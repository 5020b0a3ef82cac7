package io.godwit.migration.channel;

/// What a passage tells the actors at its two ends.
public sealed interface ChannelNews {

    /// To the target: a frame came.
    record Arrived(PageFrame frame) implements ChannelNews {}

    /// To either: nothing more will pass.
    record Lost(String why) implements ChannelNews {}
}
