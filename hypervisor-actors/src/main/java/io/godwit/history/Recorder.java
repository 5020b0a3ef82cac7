package io.godwit.history;

/// Where a node writes down what happened on it. Stamps each event with the node, its incarnation's own order and time.
@FunctionalInterface
public interface Recorder {

    void record(Event event);
}
