package io.godwit.migration.precopy;

import io.godwit.link.LinkQuality;

/// What a migration goes by, as a prediction takes it.
///
/// @param link as far as this migration may use it
/// @param handover what it takes beside the wire
public record Route(LinkQuality link, WireCost cost, HandoverCost handover) {

    /// Where all but the wire answers at once.
    public static Route of(LinkQuality link) {
        return new Route(link, WireCost.byDefault(), HandoverCost.NONE);
    }
}
