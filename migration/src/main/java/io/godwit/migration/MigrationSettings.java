package io.godwit.migration;

import io.godwit.migration.precopy.BatchSize;
import io.godwit.migration.precopy.WireCost;
import java.time.Duration;

/// The times and sizes of migrations on a node.
///
/// @param tick how often a side repeats what was not answered, and looks at the times below
/// @param silence after which a peer that says nothing is given up, before the target was prepared
/// @param newsPatience after which a source that handed all over asks the registry what stands
/// @param abortPatience after which it proposes an abort, from the last word of a target that is not prepared yet
/// @param batch pages read and sent at a time
/// @param pullPages as many at a time while a guest may wait for one
/// @param windowPages pages that may be under way to a target
/// @param announcements how often a target tells a source that says nothing
public record MigrationSettings(
        Duration tick,
        Duration silence,
        Duration newsPatience,
        Duration abortPatience,
        BatchSize batch,
        int pullPages,
        long windowPages,
        int announcements,
        WireCost cost) {

    public MigrationSettings {
        if (windowPages < batch.most()) {
            throw new IllegalArgumentException(batch.most() + " pages a batch, " + windowPages + " under way");
        }
    }

    /// A tick of 200 ms finds a lost message soon and costs nothing beside pages. Silence of 3 s is beyond a garbage
    /// collection or a link that is slow by some hundred milliseconds, and costs nobody anything while the guest runs.
    /// A guest that stands waits for news a second, about two round trips to a busy registry, and has the abort
    /// proposed after 2.5 s, when a commit that could be made would have been. A batch of a mebibyte takes 0.8 ms at 10
    /// Gbit/s; on faster links it is as much as takes that long, so that the work a batch makes, and the turns that
    /// threads take at it, stay below 1,250 a second, up to 8 MiB. A page that a guest waits for waits for a batch of
    /// 128 KiB at most, 0.1 ms. 128 MiB under way fill 10 Gbit/s over a round trip of 100 ms, and bare loopback while
    /// two busy cores take turns at pages and credit for some tens of milliseconds (16 MiB stood still for two thirds
    /// of the time there); a target spends 256 KiB on them. A source that answered none of 50 announcements in 10 s is
    /// dead, or will ask the registry.
    public static MigrationSettings byDefault() {
        return new MigrationSettings(
                Duration.ofMillis(200),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofMillis(2500),
                new BatchSize(256, 2048, Duration.ofNanos(800_000)),
                32,
                32768,
                50,
                WireCost.byDefault());
    }
}
