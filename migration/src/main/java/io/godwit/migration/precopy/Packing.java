package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.memory.PageBatch;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of a round's pages needs not be sent: pages of zeroes, those that hold what another one held, and what did not
/// change. A page is looked at in this order, and the first that helps has it.
///
/// Deltas begin in the second round, as in QEMU: what is sent in the first is not cached. What is not sent is only
/// counted: identities of pages travel whole. Mutable, confined to one actor.
public final class Packing {

    private final PackingCost cost;
    private final boolean zeroes;
    private final boolean skips;
    private final Optional<SharedPages> shared;
    private final Optional<DeltaCache> cache;
    private final Channels channels;
    private final Map<Aid, HelpUse> uses;
    private int round;
    private long packingNs;
    private long placingNs;

    private Packing(PackingCost cost, Help help, Optional<SharedPages> shared, Optional<DeltaCache> cache) {
        this.cost = cost;
        this.zeroes = help.skipsZeroPages();
        this.skips = help.skipsDirtied();
        this.shared = shared;
        this.cache = cache;
        this.channels = help.channels();
        this.uses = new EnumMap<>(Aid.class);
    }

    private Packing(Packing before) {
        cost = before.cost;
        zeroes = before.zeroes;
        skips = false;
        shared = Optional.empty();
        cache = Optional.empty();
        channels = before.channels;
        uses = before.uses;
    }

    /// For the rounds of a guest that has so many pages.
    public static Packing of(Help help, WireCost cost, long guestPages) {
        return new Packing(
                PackingCost.of(help, cost),
                help,
                help.skipsSharedPages() ? Optional.of(new SharedPages(guestPages)) : Optional.empty(),
                help.deltas().map(it -> new DeltaCache(it.cachedPages(guestPages, cost))));
    }

    /// For pages that follow a guest: it writes to those that are at the target already, so that none is like another
    /// or like it was. What helps come to is counted with the rounds before.
    public Packing following() {
        return new Packing(this);
    }

    static Packing none(WireCost cost) {
        return new Packing(PackingCost.of(Help.none(), cost), Help.none(), Optional.empty(), Optional.empty());
    }

    /// What need not be sent of a batch.
    ///
    /// @param skipped pages before it that were passed over, as they were written again
    long savedOn(PageBatch batch, int ofRound, long skipped) {
        if (ofRound != round) {
            round = ofRound;
            shared.ifPresent(SharedPages::clear);
        }
        packingNs = 0;
        placingNs = 0;
        long saved = skips ? use(cost.dirtied(batch.size() + skipped, skipped)) : 0;
        return zeroes || shared.isPresent() || cache.isPresent() ? saved + packed(batch) : saved;
    }

    /// Pages are about to be named alone: no help works on that.
    ///
    /// @return how many
    long named(PageBatch batch) {
        packingNs = 0;
        placingNs = 0;
        return batch.size();
    }

    private long packed(PageBatch batch) {
        long zero = 0;
        long hashed = 0;
        long alike = 0;
        long cached = 0;
        long changed = 0;
        boolean counts = cache.isPresent() && round > 1;
        for (int i = 0; i < batch.size(); i++) {
            if (zeroes && batch.content(i) == 0) {
                zero++;
                continue;
            }
            hashed++;
            if (shared.isPresent() && shared.get().take(batch.content(i))) {
                alike++;
                continue;
            }
            cached++;
            changed += counts && cache.orElseThrow().take(batch.page(i), round) ? 1 : 0;
        }
        placingNs = cost.placingNs(zero + alike + changed);
        return (zeroes ? use(cost.zeroes(batch.size(), zero)) : 0)
                + (shared.isPresent() ? use(cost.shared(hashed, alike)) : 0)
                + (counts ? use(cost.deltas(cached, changed)) : 0);
    }

    /// Pages are about to be asked for.
    ///
    /// @return what that is charged
    long offered(long pages) {
        packingNs = cost.hashingNs(pages);
        placingNs = cost.placingNs(pages);
        return cost.offerBytes(pages);
    }

    /// What need not be sent, as the target had so many.
    long savedOn(long offered, long held) {
        return use(cost.held(offered, held));
    }

    private long use(HelpUse more) {
        uses.merge(more.aid(), more, HelpUse::plus);
        packingNs += more.hostCpuNs();
        return more.savedBytes();
    }

    /// How long cores work at least on the batch that was looked at last.
    ///
    /// @param bytes that are sent of it
    long workNs(long bytes) {
        return channels.workNs(bytes, packingNs);
    }

    /// What that batch takes of the CPU of both hosts.
    ///
    /// @param bytes that are sent of it
    Cores.Load load(long bytes) {
        return new Cores.Load(channels.cpuNsFor(bytes) + packingNs, channels.cpuNsFor(bytes) + placingNs);
    }

    /// What each help came to so far.
    public List<HelpUse> uses() {
        return List.copyOf(uses.values());
    }

    /// Adds uses of the same help, each once in the order of [Aid].
    public static List<HelpUse> sum(Collection<HelpUse> all) {
        Map<Aid, HelpUse> sums = new EnumMap<>(Aid.class);
        all.forEach(it -> sums.merge(it.aid(), it, HelpUse::plus));
        return List.copyOf(sums.values());
    }
}
