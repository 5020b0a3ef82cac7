package io.godwit.history;

import io.godwit.link.NodeId;

/// What a drill did to the fleet, written by its injector.
public sealed interface FaultEvent extends Event {

    /// Id of the step in the drill file.
    String step();

    record Injected(String step, String verb, String target) implements FaultEvent {}

    /// Proof that the fault had effect, in words for the report.
    record Bit(String step, String evidence) implements FaultEvent {}

    /// The injector ended the process of a node: nothing on it runs any more.
    record ProcessEnded(String step, NodeId node) implements FaultEvent {}

    record Healed(String step) implements FaultEvent {}

    record Failed(String step, String why) implements FaultEvent {}
}
