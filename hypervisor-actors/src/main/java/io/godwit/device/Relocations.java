package io.godwit.device;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The disks that leave a host's own disk, and those that come to it: see [Relocation]. Mutable, its disk's own.
final class Relocations {

    private final FencedBlocks blocks;
    private final DiskSpec spec;
    private final Map<VmId, Leaving> leaving = new TreeMap<>();
    private final Map<VmId, Coming> coming = new TreeMap<>();

    private record Leaving(MigrationId migration, BlockWalk walk) {}

    private static final class Coming {

        private final MigrationId migration;
        private final Map<String, HeldNumbers> blocks = new TreeMap<>();
        private long revision;

        private Coming(MigrationId migration) {
            this.migration = migration;
        }
    }

    Relocations(FencedBlocks blocks, DiskSpec spec) {
        this.blocks = blocks;
        this.spec = spec;
    }

    /// A guest has written a block that was not there before.
    ///
    /// @return whether a copy of its disk must be told
    boolean wrote(VmId vm, Numbered what) {
        Leaving copy = leaving.get(vm);
        return copy != null && copy.walk().wrote(what);
    }

    Relocation.Outcome take(VmId vm, Relocation.Step step) {
        return switch (step) {
            case Relocation.Mirror(var migration, var baseBytes) -> {
                BlockWalk walk = new BlockWalk(blocks.held(vm), baseBytes);
                leaving.put(vm, new Leaving(migration, walk));
                yield new Relocation.Mirrored(walk.leftBytes(), spec);
            }
            case Relocation.Read(var migration, var atMostBytes) ->
                walk(vm, migration)
                        .<Relocation.Outcome>map(walk -> walk.next(atMostBytes))
                        .orElseGet(Relocation.Unknown::new);
            case Relocation.Seal(var migration) ->
                walk(vm, migration)
                        .<Relocation.Outcome>map(walk -> new Relocation.Sealed(
                                walk.behind(), BlockWalk.digest(blocks.held(vm)), blocks.revision(vm)))
                        .orElseGet(Relocation.Unknown::new);
            case Relocation.Unmirror(var migration) -> {
                walk(vm, migration).ifPresent(_ -> leaving.remove(vm));
                yield new Relocation.Done();
            }
            case Relocation.Leave(var migration, var epoch) -> {
                walk(vm, migration).ifPresent(_ -> leaving.remove(vm));
                blocks.leave(vm, epoch);
                yield new Relocation.Done();
            }
            case Relocation.Take take -> takeIn(vm, take);
            case Relocation.Prove(var migration, var revision) -> {
                Coming copy = copy(vm, migration);
                copy.revision = revision;
                yield new Relocation.Proved(BlockWalk.digest(BlockWalk.held(copy.blocks)));
            }
            case Relocation.Adopt(var migration, var epoch) -> adopt(vm, migration, epoch);
            case Relocation.Discard(var migration) -> {
                Optional.ofNullable(coming.get(vm))
                        .filter(copy -> copy.migration.equals(migration))
                        .ifPresent(_ -> coming.remove(vm));
                yield new Relocation.Done();
            }
        };
    }

    private Optional<BlockWalk> walk(VmId vm, MigrationId migration) {
        return Optional.ofNullable(leaving.get(vm))
                .filter(it -> it.migration().equals(migration))
                .map(Leaving::walk);
    }

    /// A disk on which nothing was ever written has no block to bring.
    private Coming copy(VmId vm, MigrationId migration) {
        Coming copy = coming.get(vm);
        if (copy == null || !copy.migration.equals(migration)) {
            copy = new Coming(migration);
            coming.put(vm, copy);
        }
        return copy;
    }

    private Relocation.Outcome takeIn(VmId vm, Relocation.Take take) {
        Map<String, HeldNumbers> mine = copy(vm, take.migration()).blocks;
        BlockWalk.each(take.blocks(), (client, number) -> mine.computeIfAbsent(client, _ -> new HeldNumbers())
                .add(number));
        return new Relocation.Taken();
    }

    private Relocation.Outcome adopt(VmId vm, MigrationId migration, long epoch) {
        Coming copy = coming.get(vm);
        if (copy != null && copy.migration.equals(migration)) {
            coming.remove(vm);
            List<Held> held = BlockWalk.held(copy.blocks);
            long floor = Math.max(blocks.floor(vm), epoch);
            blocks.restore(vm, new FencedBlocks.KeptDisk(floor, copy.revision, Optional.empty(), held));
        }
        return new Relocation.Done();
    }
}
