package io.godwit.host;

import io.godwit.identity.VmId;
import io.godwit.link.LinkLoad;
import io.godwit.unit.Bandwidth;
import java.util.Optional;

/// Who shares the link between two sites that the bulk of a guest goes by: told again whenever that changes, and now
/// and then. Nothing happens if the guest does not run here.
///
/// @param link empty: its bulk leaves no site
public record LinkPart(VmId vm, Optional<Shared> link) implements Sharing {

    /// @param whole what it passes
    /// @param load who goes by it, the guest included
    public record Shared(Bandwidth whole, LinkLoad load) {}
}
