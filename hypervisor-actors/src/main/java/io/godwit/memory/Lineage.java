package io.godwit.memory;

import java.util.ArrayList;
import java.util.List;

/// Which pages of a guest are in frames that it shares with its clones, or with the guest that it is a clone of: layer
/// over layer, each of what had been written when a clone was made. A page is in the topmost layer that has it, until
/// the guest writes it; then it has a frame of its own.
///
/// Making a clone takes the same time at any size: what both wrote until then is a layer that neither changes any more.
/// A write costs a look at each layer, the first time that a page is written after a clone was made, and nothing in
/// guests that never had one. Mutable, confined to one actor; layers never change.
final class Lineage {

    /// A guest that is cloned again and again writes little in between. A clone beyond these begins with frames of its
    /// own for what was written since the layer before.
    static final int MAX_LAYERS = 32;

    private final List<Layer> layers = new ArrayList<>();
    private PageMarks written;

    private static final class Layer {

        private final CommonPages base;
        private final FrozenPages pages;
        private long references;

        Layer(CommonPages base, FrozenPages pages, long references) {
            this.base = base;
            this.pages = pages;
            this.references = references;
        }

        Layer again() {
            return new Layer(base, pages, references);
        }
    }

    /// A set of pages that never changes again.
    interface FrozenPages {

        boolean has(long page);
    }

    private Lineage(PageMarks written) {
        this.written = written;
    }

    /// Of a guest of which the first clone is made.
    ///
    /// @param privatePages what it has written until now
    /// @param size how many those are
    /// @param pages that it has in all
    static Lineage first(FrozenPages privatePages, long size, long pages) {
        Lineage lineage = new Lineage(PageMarks.none(pages));
        lineage.layers.add(new Layer(new CommonPages(size), privatePages, size));
        return lineage;
    }

    /// Another clone is made: what was written since the last one is shared with it.
    void push(long pages) {
        layers.removeIf(layer -> layer.references == 0);
        if (written.size() > 0 && layers.size() < MAX_LAYERS) {
            PageMarks since = written;
            FrozenPages frozen = page -> page < since.pages() && since.has(page);
            layers.add(new Layer(new CommonPages(since.size()), frozen, since.size()));
            written = PageMarks.none(pages);
        }
    }

    /// That of the clone, once the guest's own was pushed.
    Lineage ofClone() {
        Lineage clone = new Lineage(written.copy());
        layers.forEach(layer -> clone.layers.add(layer.again()));
        return clone;
    }

    /// The guest writes to a page.
    void write(long page) {
        if (written.has(page)) {
            return;
        }
        written.add(page);
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            if (layer.pages.has(page)) {
                layer.references--;
                return;
            }
        }
    }

    /// The guest writes to the pages at these places, the last one excluded.
    void write(long[] pages, int from, int to) {
        for (int i = from; i < to; i++) {
            write(pages[i]);
        }
    }

    void resize(long pages) {
        written = written.resized(pages);
    }

    List<CommonPages.Use> uses() {
        return layers.stream()
                .filter(layer -> layer.references > 0)
                .map(layer -> new CommonPages.Use(layer.base, layer.references))
                .toList();
    }
}
