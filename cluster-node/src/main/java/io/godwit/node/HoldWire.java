package io.godwit.node;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.link.WireMessage;

/// How a drill holds migrations at the start of a phase, until its injector has struck. Service [#SERVICE] on host
/// nodes.
public sealed interface HoldWire extends WireMessage {

    String SERVICE = "holds";

    /// From now on, the next migration of a VM of `group` (or of any, if that is empty) that enters `phase` on `side`
    /// waits there.
    record Arm(String step, String group, Phase phase, Side side) implements HoldWire {}

    /// The step was taken: it holds nobody any more, and whoever it held goes on.
    record Disarm(String step) implements HoldWire {}
}
