package io.godwit.migration.channel;

import io.godwit.identity.MigrationId;
import io.godwit.memory.PageBatch;

/// Pages of one migration on their way.
///
/// @param epoch of the guest at the source
/// @param round of the pre-copy, from 1; the last one is sent while the guest stands. 0: the pages are named alone, as
/// what
///     was sent of them is out of date. Below 0: the session of a pull, as a negative number
/// @param sequence of the frame in its passage, from 0
public record PageFrame(MigrationId migration, long epoch, int round, long sequence, PageBatch pages)
        implements DecodedFrame {}
