package io.godwit.migration.channel;

import io.godwit.identity.MigrationId;

/// One migration's way for pages into a target. Who connects must know its token, which the target gave to the source.
public record Passage(MigrationId migration, long epoch, long token) {}
