package io.godwit.bench;

import java.io.IOException;

/// Measures one thing of which the specification speaks. It runs in a JVM of its own, alone.
@FunctionalInterface
public interface Gauge {

    /// @throws IOException if what it needs can't be had
    void measure(Sheet sheet) throws IOException;
}
