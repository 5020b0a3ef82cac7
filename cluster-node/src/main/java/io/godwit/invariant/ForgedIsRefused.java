package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Effect;
import io.godwit.history.GuestEvent.Forgery;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a guest does in another's name is refused by its own host, each time: as many forgeries are refused as a guest
/// tried, by kind. What a host withheld of its frames, for want of a permit, did not pass either.
public final class ForgedIsRefused implements Invariant {

    private final Tally tally = new Tally(InvariantName.FORGED_IS_REFUSED);
    private final Premises premises;
    private final Map<Forger, Counts> counts = new TreeMap<>();

    /// @param what empty: frames that were withheld, whatever was in them
    private record Forger(HostId host, VmId vm, long epoch, Optional<Forgery> what) implements Comparable<Forger> {

        private static final Comparator<Forger> ORDER = Comparator.comparing(Forger::host)
                .thenComparing(Forger::vm)
                .thenComparingLong(Forger::epoch)
                .thenComparing(it -> it.what().map(Enum::ordinal).orElse(-1));

        @Override
        public int compareTo(Forger other) {
            return ORDER.compare(this, other);
        }
    }

    /// @param tried as far as the guest has told
    private record Counts(long tried, long refused) {

        private static final Counts NONE = new Counts(0, 0);

        Counts plus(Counts other) {
            return new Counts(tried + other.tried, refused + other.refused);
        }
    }

    ForgedIsRefused(Premises premises) {
        this.premises = premises;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.ForgeryRefused(var vm, var host, var epoch, var what) -> {
                tally.count();
                count(new Forger(host, vm, epoch, Optional.of(what)), new Counts(0, 1));
            }
            case GuestEvent.EffectWithheld(var vm, var host, var epoch, var effect) -> {
                if (effect == Effect.FRAME) {
                    count(new Forger(host, vm, epoch, Optional.empty()), new Counts(0, 1));
                }
            }
            case GuestEvent.Behaved(var vm, var host, var epoch, var how, var deeds) ->
                how.forgery()
                        .ifPresent(what -> count(new Forger(host, vm, epoch, Optional.of(what)), new Counts(deeds, 0)));
            case FaultEvent.ProcessEnded(var _, var node) ->
                counts.keySet()
                        .removeIf(it ->
                                premises.nodeOf(it.host()).filter(node::equals).isPresent());
            default -> {}
        }
    }

    /// Only now: what a guest tried may be on its way to its switch when it tells.
    @Override
    public void end(Ending ending) {
        counts.forEach((forger, count) -> forger.what().ifPresent(what -> {
            long withheld = counts.getOrDefault(
                            new Forger(forger.host(), forger.vm(), forger.epoch(), Optional.empty()), Counts.NONE)
                    .refused();
            tally.check(
                    count.tried() <= count.refused() + withheld,
                    () -> "%s forged %s times on %s (%s), and was refused %s times"
                            .formatted(forger.vm(), count.tried(), forger.host(), word(what), count.refused()));
        }));
    }

    private static String word(Forgery what) {
        return switch (what) {
            case MAC -> "another card's address";
            case VLAN -> "a foreign virtual LAN";
            case REQUEST -> "requests in another's name";
        };
    }

    private void count(Forger forger, Counts more) {
        counts.merge(forger, more, Counts::plus);
    }
}
