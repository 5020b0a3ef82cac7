/// Moving VMs between two hosts while they run.
///
/// [Migrations] is the node's part: it runs a [MigrationSource] for each guest that leaves and a [MigrationTarget] for
/// each that comes. What they decide is in [io.godwit.migration.switchover] (who owns and who runs) and
/// [io.godwit.migration.precopy] (when enough was copied); how pages travel is in [io.godwit.migration.channel].
/// Registry, hypervisors, link and drills are reached through the ports in [MigrationNode].
@NullMarked
package io.godwit.migration;

import org.jspecify.annotations.NullMarked;
