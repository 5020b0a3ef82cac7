package io.godwit.host;

import io.godwit.memory.PageBatch;
import io.godwit.memory.PagePick;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What a host holds for the guests that are here, as far as it knows without looking into a page: those of their
/// images that they have not written to, at the place where the image has them, and those that its scanner lets equal
/// pages share. It keeps no list of them.
///
/// *Not modelled*: equal pages that nobody has found yet, and those that clones have in common.
final class HeldPages {

    private final HostState state;
    private final Predicate<Resident> isWhole;

    /// @param isWhole whether a guest has all its pages here
    HeldPages(HostState state, Predicate<Resident> isWhole) {
        this.state = state;
        this.isWhole = isWhole;
    }

    /// Gives a VM that is on its way those of the pages that are held as of now. They are its own from then on: what
    /// others do with theirs is nothing to it.
    ///
    /// @return which they are
    PagePick take(Resident newcomer, PageBatch offer, long nowNs) {
        List<Resident> others = new ArrayList<>(state.all());
        others.removeIf(it -> it == newcomer || it.phase().guestEpoch().isEmpty() || !isWhole.test(it));
        PagePick held = offer.pick(index -> isHeld(others, offer.page(index), offer.content(index)));
        state.write(newcomer, offer.only(held), nowNs);
        return held;
    }

    private boolean isHeld(List<Resident> guests, long page, long content) {
        if (content == 0) {
            return false;
        }
        return guests.stream().anyMatch(guest -> state.managed()
                .map(memory -> memory.isShared(guest.id(), page, content))
                .orElseGet(() -> guest.memory().isImages(page, content)));
    }
}
