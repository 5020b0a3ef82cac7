package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelpWishTest {

    private static final Bandwidth FAST = Bandwidth.parse("100MiB/s");

    @Test
    void aQuantityWantsItsHelpAndLeavesTheOthers() {
        Help usual = aids(Aid.SKIP_ZERO_PAGES, Aid.AUTO_CONVERGE).over(Help.none());
        Help limited = new Wish().limit(FAST).wish().over(usual);
        assertThat(limited.skipsZeroPages()).isTrue();
        assertThat(limited.throttling()).contains(new DirtyLimit(FAST));
        Help cached = new Wish().cache("1MiB").wish().over(usual);
        assertThat(cached.deltas()).contains(new Deltas(MemorySize.parse("1MiB"), MemorySize.parse("1KiB")));
        assertThat(cached.throttling()).contains(AutoConverge.qemu());
        assertThat(new Wish().channels(4).wish().over(usual).channels()).isEqualTo(new Channels(4, Channels.EACH));
    }

    @Test
    void aHelpWithoutAQuantityHasQemus() {
        Help all = aids(Aid.DELTAS, Aid.DIRTY_LIMIT, Aid.CHANNELS, Aid.SKIP_SHARED_PAGES)
                .over(Help.none());
        assertThat(all.deltas().orElseThrow().cache()).isEqualTo(MemorySize.ofMebibytes(64));
        assertThat(all.throttling()).contains(new DirtyLimit(Bandwidth.parse("1MiB/s")));
        assertThat(all.channels().count()).isEqualTo(2);
        assertThat(all.skipsSharedPages()).isTrue();
        assertThat(HelpWish.none().over(all)).isEqualTo(all);
        assertThat(aids().over(all)).isEqualTo(Help.none());
        Help tuned = new Wish().limit(FAST).channels(8).wish().over(all);
        assertThat(aids(Aid.DIRTY_LIMIT, Aid.CHANNELS).over(tuned).throttling()).contains(new DirtyLimit(FAST));
        assertThat(aids(Aid.DIRTY_LIMIT, Aid.CHANNELS).over(tuned).channels().count())
                .isEqualTo(8);
    }

    @Test
    void aCoreCarriesWhatItUsuallyCarriesWhateverHelpIsNamed() {
        Help slow = new Wish().carrying(FAST).wish().over(Help.none());
        assertThat(aids(Aid.DELTAS).over(slow).channels()).isEqualTo(new Channels(1, FAST));
        assertThat(aids(Aid.CHANNELS).over(slow).channels()).isEqualTo(new Channels(2, FAST));
    }

    @Test
    void refusesWhatCantBe() {
        refuses(new Wish().limit(new Bandwidth(0)), "a dirty limit of zero");
        refuses(new Wish().limit(FAST).with(Aid.AUTO_CONVERGE), "both slow the guest");
        refuses(new Wish().cache("4095B"), "room for a page");
        refuses(new Wish().cache("9GiB"), "at most 8GiB");
        refuses(new Wish().cache("1MiB").delta("4KiB"), "less than a page");
        refuses(new Wish().cache("1MiB").delta("0B"), "more than nothing");
        refuses(new Wish().delta("1KiB"), "for the help deltas");
        refuses(new Wish().channels(0), "1 to 8 channels");
        refuses(new Wish().channels(9), "1 to 8 channels");
        refuses(new Wish().carrying(new Bandwidth(0)), "carries nothing");
    }

    private static void refuses(Wish wish, String why) {
        assertThatThrownBy(() -> wish.wish().over(Help.none()))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageContaining(why);
    }

    private static HelpWish aids(Aid... aids) {
        return HelpWish.of(Optional.of(List.of(aids)));
    }

    /// Put together piece by piece.
    private static final class Wish {
        private Optional<List<Aid>> aids = Optional.empty();
        private Optional<Bandwidth> limit = Optional.empty();
        private Optional<MemorySize> cache = Optional.empty();
        private Optional<MemorySize> delta = Optional.empty();
        private Optional<Integer> channels = Optional.empty();
        private Optional<Bandwidth> each = Optional.empty();

        Wish with(Aid aid) {
            aids = Optional.of(List.of(aid));
            return this;
        }

        Wish limit(Bandwidth it) {
            limit = Optional.of(it);
            return this;
        }

        Wish cache(String it) {
            cache = Optional.of(MemorySize.parse(it));
            return this;
        }

        Wish delta(String it) {
            delta = Optional.of(MemorySize.parse(it));
            return this;
        }

        Wish channels(int it) {
            channels = Optional.of(it);
            return this;
        }

        Wish carrying(Bandwidth it) {
            each = Optional.of(it);
            return this;
        }

        HelpWish wish() {
            return new HelpWish(aids, limit, cache, delta, channels, each);
        }
    }
}
