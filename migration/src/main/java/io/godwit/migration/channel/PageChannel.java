package io.godwit.migration.channel;

/// The source's end of a passage. Confined to one actor; no call blocks.
public interface PageChannel {

    /// Sends a frame after those before it. If the passage is lost, its news say so.
    void send(PageFrame frame);

    /// Ends the passage; what was sent may still arrive. Nothing happens if it has ended.
    void close();
}
