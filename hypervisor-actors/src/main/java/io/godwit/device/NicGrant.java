package io.godwit.device;

/// What a guest gets of its host's network card.
///
/// @param milliSent thousandths of a frame a second
/// @param latencyNs of a frame from the guest to the wire
/// @param bound what keeps it from more
public record NicGrant(
        long milliSent, long milliReceived, long bytesSent, long bytesReceived, long latencyNs, Bound bound) {

    public static final NicGrant NOTHING = new NicGrant(0, 0, 0, 0, 0, Bound.ASKED);

    /// Frames both ways.
    public long milliFrames() {
        return Math.addExact(milliSent, milliReceived);
    }
}
