package io.godwit.migration;

import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;

/// What a migration is about: every message and every claim of it carries this.
///
/// @param epoch of the VM when it was begun; the registry compares it
public record Move(MigrationId migration, VmId vm, long epoch, HostId source, HostId target) {}
