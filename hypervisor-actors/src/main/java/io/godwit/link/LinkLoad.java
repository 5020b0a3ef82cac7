package io.godwit.link;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.Exact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Who goes by one direction of a link between two sites: migrations, and guests whose packets cross it.
///
/// **The number.** Shares are weighted max-min fair, as those of a host's card are: a guest has what it asks for, but
/// no more of what others leave than its weight says; a migration counts as a guest of the usual weight that takes all
/// it can get. So the parts of all of them together never pass the link.
///
/// *Not modelled*: that a migration which is held back elsewhere leaves some of its part to others.
///
/// @param moves migrations
/// @param guests those with the same wish together: those of a group, as a rule
public record LinkLoad(int moves, List<Guests> guests) {

    /// Of a guest that says nothing else, and of each migration.
    public static final int USUAL_WEIGHT = 256;

    /// @param askedBits that each of them would send in a second
    /// @param weight of each
    public record Guests(int count, long askedBits, int weight) {

        private long heads() {
            return (long) count * weight;
        }
    }

    public LinkLoad {
        guests = List.copyOf(guests);
    }

    public static final LinkLoad NOBODY = of(0);

    public static LinkLoad of(int moves) {
        return new LinkLoad(moves, List.of());
    }

    public LinkLoad plusMove() {
        return new LinkLoad(moves + 1, guests);
    }

    /// The same with one guest more.
    public LinkLoad plus(long askedBits, int weight) {
        List<Guests> all = new ArrayList<>();
        boolean isKnown = false;
        for (Guests each : guests) {
            boolean isIt = each.askedBits() == askedBits && each.weight() == weight;
            all.add(isIt ? new Guests(each.count() + 1, askedBits, weight) : each);
            isKnown |= isIt;
        }
        if (!isKnown) {
            all.add(new Guests(1, askedBits, weight));
        }
        return new LinkLoad(moves, all);
    }

    /// What a migration may take of it.
    public Bandwidth ofMove(Bandwidth link) {
        return part(link, USUAL_WEIGHT);
    }

    /// What somebody of this weight has, if he asks for as much.
    public Bandwidth part(Bandwidth link, int weight) {
        List<Guests> modest = guests.stream()
                .sorted(Comparator.comparingDouble(it -> (double) it.askedBits() / it.weight()))
                .toList();
        long left = link.bitsPerSecond();
        long heads = (long) moves * USUAL_WEIGHT
                + guests.stream().mapToLong(Guests::heads).sum();
        for (Guests each : modest) {
            if (each.askedBits() > Exact.floorMulDiv(left, each.weight(), heads)) {
                break;
            }
            left -= each.count() * each.askedBits();
            heads -= each.heads();
        }
        return new Bandwidth(heads == 0 ? link.bitsPerSecond() : Exact.floorMulDiv(left, weight, heads));
    }
}
