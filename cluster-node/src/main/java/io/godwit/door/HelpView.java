package io.godwit.door;

import io.godwit.migration.precopy.HelpUse;
import io.godwit.unit.Words;
import java.util.List;

/// What one help of a migration came to, as a door shows it.
///
/// @param help such as `deltas`
/// @param lookedPages that it looked at
/// @param pages of these, that it spared or made smaller
/// @param hostCpuNs of the source's CPU
/// @param guestCpuNs what a throttle took from the guest at most
public record HelpView(String help, long lookedPages, long pages, long savedBytes, long hostCpuNs, long guestCpuNs) {

    static List<HelpView> of(List<HelpUse> uses) {
        return uses.stream()
                .map(use -> new HelpView(
                        Words.of(use.aid()),
                        use.looked(),
                        use.pages(),
                        use.savedBytes(),
                        use.hostCpuNs(),
                        use.guestCpuNs()))
                .toList();
    }
}
