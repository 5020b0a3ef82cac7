package io.godwit.link;

/// What a cut does to the bytes that are on their way, or sent while it lasts.
public enum CutMode {
    /// The sender's kernel keeps them and sends them again: after the heal they arrive, late and stale.
    HOLD,
    /// The connection breaks, and they are gone.
    LOSE
}
