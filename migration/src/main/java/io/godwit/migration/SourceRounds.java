package io.godwit.migration;

import io.godwit.migration.precopy.Cores;
import io.godwit.migration.precopy.HelpUse;
import io.godwit.migration.precopy.Packing;
import io.godwit.migration.precopy.PageFlow;
import io.godwit.migration.precopy.Precopy;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.WireCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rounds of a copy at its source, and what its helps came to. Mutable, confined to the source's actor.
final class SourceRounds {

    private final MigrationOrder order;
    private final WireCost cost;
    private final Journal journal;
    private final Packing packing;
    private final List<Round> drained = new ArrayList<>();
    private Precopy precopy;

    SourceRounds(MigrationOrder order, WireCost cost, Journal journal) {
        this.order = order;
        this.cost = cost;
        this.journal = journal;
        this.packing =
                Packing.of(order.terms().help(), cost, order.spec().memory().pages(cost.page()));
        this.precopy = Precopy.on(order.terms());
    }

    Precopy precopy() {
        return precopy;
    }

    /// The same pages, that travel as helps make them.
    PageFlow pack(PageFlow flow, Cores cores) {
        return flow.packed(packing, cores);
    }

    /// How pages travel that follow the guest.
    Packing following() {
        return packing.following();
    }

    /// One of those in which the guest runs has ended.
    void whole(Round round) {
        precopy = precopy.with(round);
        journal.completed(round);
    }

    /// That of the last pages, or of those that followed the guest.
    void last(Round round) {
        drained.add(round);
        journal.completed(round);
    }

    /// What was sent of a round that will not end counts as one.
    void brokenOff(Optional<Round> underWay) {
        underWay.filter(round -> round.pages() > 0).ifPresent(drained::add);
    }

    /// As it stands now; empty between rounds.
    Optional<Round> underWay(Optional<PageFlow> flow, long nowNs, int throttlePercent) {
        return flow.filter(it -> it.round() == all().size() + 1).map(it -> it.finished(nowNs, 0, throttlePercent));
    }

    /// All rounds, the one of the last pages included.
    List<Round> all() {
        return Stream.concat(precopy.rounds().stream(), drained.stream()).toList();
    }

    int throttlePercent() {
        return precopy.throttlePercent(order.spec().vcpus());
    }

    /// What each help came to so far.
    List<HelpUse> help() {
        List<HelpUse> uses = new ArrayList<>(packing.uses());
        uses.addAll(order.terms().help().usesIn(all(), order.spec().vcpus(), cost));
        return Packing.sum(uses);
    }
}
