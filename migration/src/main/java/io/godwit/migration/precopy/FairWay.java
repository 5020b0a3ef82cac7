package io.godwit.migration.precopy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One direction of a host's card, shared by the migrations that leave the host, or come to it.
///
/// **The number.** Shares are max-min fair: nobody can have more without taking from another who has no more than he.
/// What one can't use, because of his bandwidth cap, a link or the other end of his way, others have. A way has what
/// its card leaves to migrations, but no more than the fastest of their links.
///
/// The other end shares likewise. Each tells what it *could* give to a migration that asked for everything, and the
/// least of that over the rest of its way is what the migration asks for here. That this leads to shares that are
/// max-min fair over all ways is shown by A. Charny, D. Clark and R. Jain, *Congestion Control With Explicit Rate
/// Indication*, ICC 1995.
///
/// A share that falls is told at once; it is given to another only when the migration has said that it keeps to it, or
/// has gone, and no less than half of what he is to have. So all that is under way never passes what the way has,
/// however late messages are. Mutable, confined to one actor. Costs the square of the migrations on it, when one of
/// them changes.
///
/// @param <K> a migration
public final class FairWay<K extends Comparable<K>> {

    /// What a migration can use.
    ///
    /// @param linkBits what its link passes in a second
    /// @param mostBits what it could take of this way, by all that lies elsewhere
    public record Ask(long linkBits, long mostBits) {

        private long ceiling() {
            return Math.min(linkBits, mostBits);
        }
    }

    /// What it has.
    ///
    /// @param number of what it was given so far, from 1
    /// @param bits it may take in a second; 0 until others have made room
    /// @param couldBits what it would have, in the end, if it asked for everything
    public record Grant(long number, long bits, long couldBits) {

        public static final Grant NOTHING = new Grant(0, 0, 0);
    }

    private static final class Flow {

        private Ask ask;
        private Grant grant = Grant.NOTHING;

        /// What it may still take: the last grant that it keeps to, and all that came later.
        private final Deque<Grant> open = new ArrayDeque<>();

        private Flow(Ask ask) {
            this.ask = ask;
        }

        private long heldBits() {
            return open.stream().mapToLong(Grant::bits).max().orElse(0);
        }
    }

    private final SortedMap<K, Flow> flows = new TreeMap<>();
    private long cardBits = Long.MAX_VALUE;

    /// The card leaves so much to migrations from now on.
    public void card(long bits) {
        cardBits = bits;
    }

    /// From now on it can use this.
    public void ask(K who, Ask ask) {
        flows.computeIfAbsent(who, _ -> new Flow(ask)).ask = ask;
    }

    /// It takes nothing any more.
    public void drop(K who) {
        flows.remove(who);
    }

    /// From now on it takes no more than it was given then.
    ///
    /// @param number of that grant
    public void keeps(K who, long number) {
        Optional.ofNullable(flows.get(who)).ifPresent(flow -> flow.open.removeIf(it -> it.number() < number));
    }

    /// Takes it that all keep to what they have.
    public void keepAll() {
        flows.forEach((who, flow) -> keeps(who, flow.grant.number()));
    }

    /// Whether somebody waits for others to keep to what they have.
    public boolean isWaiting() {
        return flows.values().stream().anyMatch(flow -> flow.grant.bits() < flow.heldBits());
    }

    public int size() {
        return flows.size();
    }

    /// What all of them can use.
    public long askedBits() {
        return Math.min(linkBits(), sum(ceilings()));
    }

    public Grant grant(K who) {
        Flow flow = flows.get(who);
        return flow == null ? Grant.NOTHING : flow.grant;
    }

    /// What one more would have, in the end, if it asked for everything.
    ///
    /// @param card what that would leave to migrations if it came
    /// @param link what its link passes in a second
    public long oneMoreBits(long card, long link) {
        long[] asked = Arrays.copyOf(ceilings(), size() + 1);
        asked[size()] = link;
        return fair(Math.min(card, Math.max(link, linkBits())), asked)[size()];
    }

    /// Brings all shares up to date.
    ///
    /// @return who is to be told
    public List<K> share() {
        long capacity = Math.min(cardBits, linkBits());
        List<Flow> all = List.copyOf(flows.values());
        long[] asked = ceilings();
        long[] fair = fair(capacity, asked);
        long[] next = new long[all.size()];
        long room = capacity;
        for (int i = 0; i < next.length; i++) {
            next[i] = Math.min(fair[i], all.get(i).grant.bits());
            room -= Math.max(next[i], all.get(i).heldBits());
        }
        for (int i = 0; i < next.length; i++) {
            long free = Math.max(0, all.get(i).heldBits() - next[i]);
            long more = Math.min(fair[i] - next[i], free + Math.max(0, room));
            if (next[i] + more < Math.ceilDiv(fair[i], 2)) {
                continue; // what is booked at a sliver's rate would not leave before it has more
            }
            next[i] += more;
            room -= Math.max(0, more - free);
        }
        List<K> news = new ArrayList<>();
        int i = 0;
        for (var entry : flows.entrySet()) {
            if (give(entry.getValue(), next[i], could(capacity, asked, i))) {
                news.add(entry.getKey());
            }
            i++;
        }
        return news;
    }

    private static boolean give(Flow flow, long bits, long could) {
        if (flow.grant.bits() == bits && flow.grant.couldBits() == could) {
            return false;
        }
        flow.grant = new Grant(flow.grant.number() + 1, bits, could);
        flow.open.add(flow.grant);
        return true;
    }

    private static long could(long capacity, long[] asked, int who) {
        long[] otherwise = asked.clone();
        otherwise[who] = capacity;
        return fair(capacity, otherwise)[who];
    }

    /// Max-min fair shares: the smallest demands first, each as much as all that are left could have.
    private static long[] fair(long capacity, long[] asked) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < asked.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(i -> asked[i]));
        long[] shares = new long[asked.length];
        long left = capacity;
        int others = asked.length;
        for (int i : order) {
            shares[i] = Math.min(asked[i], left / others);
            left -= shares[i];
            others--;
        }
        return shares;
    }

    private long[] ceilings() {
        return flows.values().stream().mapToLong(flow -> flow.ask.ceiling()).toArray();
    }

    private long linkBits() {
        return flows.values().stream()
                .mapToLong(flow -> flow.ask.linkBits())
                .max()
                .orElse(0);
    }

    private static long sum(long[] bits) {
        long sum = 0;
        for (long each : bits) {
            sum = Math.addExact(sum, each);
        }
        return sum;
    }
}
