package io.godwit.host;

import io.godwit.identity.HostId;
import java.util.List;

/// What a host answers to [Lifecycle.InspectHost]: a head that tells of the whole host, and rows. A large host says it
/// in parts, as a link passes no more at once; each has the head and some of the rows.
public sealed interface HostInsight permits HostMemory, HostCpu, HostSwitch {

    HostId host();

    /// The same in parts of at most so many rows; one part at least.
    List<? extends HostInsight> parts(int rows);

    /// With the rows of another part of the same insight, behind its own.
    HostInsight with(HostInsight part);

    /// Whether all rows are here.
    boolean isWhole();
}
