package io.godwit.recovery;

import io.godwit.host.HostInsight;
import io.godwit.host.HostTopic;
import io.godwit.identity.HostId;
import io.godwit.link.WireMessage;

/// What doors ask of a host as a whole, service [#SERVICE] on each host node. Answers go to whoever asked, with the
/// number of the request.
public sealed interface InsightWire extends WireMessage {

    String SERVICE = "insights";

    /// Answered by [Told], once or more often, or by [Dark].
    record Ask(long request, HostId host, HostTopic topic) implements InsightWire {}

    /// @param insight a part of it, in no certain order; a small host's is whole
    record Told(long request, HostInsight insight) implements InsightWire {}

    /// The host has no power.
    record Dark(long request, HostId host) implements InsightWire {}
}
