package io.godwit.vm;

/// What a protected VM does on a host whose permit has run out.
public enum Isolation {
    /// Stops at once; recovery starts it elsewhere.
    STOP,
    /// Pauses until the permit returns, and goes on only if no one else became its owner.
    FREEZE,
    /// Goes on; it restarts elsewhere only after a confirmed fence, never by time.
    RUN
}
