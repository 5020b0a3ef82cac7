package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;

/// What somebody says of a migration's [Help]; the rest is as usual. A quantity of a help wants that help, too.
///
/// @param aids all of it that is wanted; an empty list is none
/// @param dirtyLimit what each vCPU may write
/// @param deltaCache how much of the guest's memory is cached, from a page to [#LARGEST]
/// @param deltaSize what a page that is found there takes on the average, less than a page
/// @param channels 1 to [Channels#MOST]
/// @param channelBandwidth what one of them carries
public record HelpWish(
        Optional<List<Aid>> aids,
        Optional<Bandwidth> dirtyLimit,
        Optional<MemorySize> deltaCache,
        Optional<MemorySize> deltaSize,
        Optional<Integer> channels,
        Optional<Bandwidth> channelBandwidth) {

    /// Two million pages: 24 MiB of heap at a source.
    private static final MemorySize LARGEST = MemorySize.ofMebibytes(8 << 10);

    public static HelpWish none() {
        return of(Optional.empty());
    }

    public static HelpWish of(Optional<List<Aid>> aids) {
        return new HelpWish(
                aids, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    boolean isEmpty() {
        return equals(none());
    }

    /// @throws IllegalQuantity if they don't go together, with a sentence for people
    public Help over(Help usual) {
        return new Help(
                wants(Aid.SKIP_ZERO_PAGES, usual.skipsZeroPages()),
                wants(Aid.SKIP_DIRTIED, usual.skipsDirtied()),
                wants(Aid.SKIP_HELD_PAGES, usual.skipsHeldPages()),
                wants(Aid.SKIP_SHARED_PAGES, usual.skipsSharedPages()),
                deltas(usual.deltas()),
                throttling(usual.throttling()),
                channels(usual.channels()));
    }

    private boolean wants(Aid aid, boolean usually) {
        return aids.map(it -> it.contains(aid)).orElse(usually);
    }

    private Optional<Deltas> deltas(Optional<Deltas> usual) {
        if (deltaCache.isEmpty() && !wants(Aid.DELTAS, usual.isPresent())) {
            require(deltaSize.isEmpty(), "a delta's size is for the help deltas: add that, or remove the size");
            return Optional.empty();
        }
        Deltas known = usual.orElse(Deltas.byDefault());
        MemorySize page = WireCost.byDefault().page();
        MemorySize cache = deltaCache.orElse(known.cache());
        MemorySize delta = deltaSize.orElse(known.delta());
        require(
                cache.compareTo(page) >= 0 && cache.compareTo(LARGEST) <= 0,
                "a delta cache has room for a page of " + page + " and at most " + LARGEST + ": write 64MiB or so");
        require(
                delta.bytes() > 0 && delta.compareTo(page) < 0,
                "a delta is more than nothing and less than a page of " + page + ": write 1KiB or so");
        return Optional.of(new Deltas(cache, delta));
    }

    private Optional<Throttling> throttling(Optional<Throttling> usual) {
        boolean steps = aids.filter(it -> it.contains(Aid.AUTO_CONVERGE)).isPresent();
        boolean limit = dirtyLimit.isPresent()
                || aids.filter(it -> it.contains(Aid.DIRTY_LIMIT)).isPresent();
        require(!steps || !limit, "auto-converge and a dirty limit both slow the guest: remove one of them");
        require(
                dirtyLimit.isEmpty() || dirtyLimit.get().bitsPerSecond() > 0,
                "a dirty limit of zero lets no vCPU write: write 10MiB/s or so");
        if (steps) {
            return Optional.of(AutoConverge.qemu());
        }
        if (limit) {
            Throttling known = usual.filter(DirtyLimit.class::isInstance).orElse(DirtyLimit.qemu());
            return dirtyLimit.<Throttling>map(DirtyLimit::new).or(() -> Optional.of(known));
        }
        return aids.isPresent() ? Optional.empty() : usual;
    }

    private Channels channels(Channels usual) {
        Channels known = aids.map(it -> it.contains(Aid.CHANNELS) ? several(usual) : new Channels(1, usual.each()))
                .orElse(usual);
        int count = channels.orElse(known.count());
        Bandwidth each = channelBandwidth.orElse(known.each());
        require(
                count >= 1 && count <= Channels.MOST,
                "a migration has 1 to " + Channels.MOST + " channels: write 4 or so");
        require(each.bitsPerSecond() > 0, "a channel of zero carries nothing: write 15Gbit or so");
        return new Channels(count, each);
    }

    private static Channels several(Channels usual) {
        return usual.count() > 1 ? usual : new Channels(Channels.USUAL_COUNT, usual.each());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalQuantity(otherwise);
        }
    }
}
