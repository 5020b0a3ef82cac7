package io.godwit.memory;

import io.godwit.image.Fingerprint;
import io.godwit.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What each page of a guest holds: a sparse overlay over an image. Pages that nobody wrote cost nothing.
///
/// A content is a 64-bit identity: equal contents mean equal bytes; 0 is the zero page. A write breaks the page's
/// sharing with the image, marks the dirty log while it is open, and changes the digest.
///
/// [#copy()] takes the same time for any size: both sides go on with the same chunks under new tokens, and whoever
/// first writes to a chunk copies it. A copy that nobody writes to is a snapshot. The directory of chunks (4 bytes
/// for 4096 pages) is made by the first write, and copied by the first one after a copy.
///
/// Cost: a dense chunk is 8 bytes a page; pages written at random cost at most 24 bytes each from one in 300 on.
/// Mutable and confined to one actor; chunks that copies share never change, so a copy may go to another actor.
public final class AddressSpace implements PageStore {

    /// 256 TiB of 4 KiB pages: what x86-64 addresses with four-level nested paging. Bounds the directory to 64 MiB.
    public static final long MAX_PAGES = 1L << 36;

    private static final PageChunk[] NOTHING_WRITTEN = {};

    private final Image image;
    private long pages;
    private @Nullable PageChunk[] chunks;
    private boolean directoryShared;
    private Object token = new Object();
    private DirtyLog dirtyLog = DirtyLog.CLOSED;

    /// Of who counts, beside the log of who copies.
    private DirtyLog watch = DirtyLog.CLOSED;
    private long digestChange;
    private long privatePages;
    private long unsharedPages;

    /// How many more pages are zero than when the guest was made from its image; fewer, if negative.
    private long zeroesGained;

    /// Of a guest that has clones on its host, or is one.
    private @Nullable Lineage lineage;

    private AddressSpace(Image image, long pages) {
        this.image = image;
        this.pages = pages;
        this.chunks = NOTHING_WRITTEN;
        this.directoryShared = true;
    }

    private AddressSpace(AddressSpace original) {
        this.image = original.image;
        this.pages = original.pages;
        this.chunks = original.chunks;
        this.directoryShared = true;
        this.digestChange = original.digestChange;
        this.privatePages = original.privatePages;
        this.unsharedPages = original.unsharedPages;
        this.zeroesGained = original.zeroesGained;
    }

    /// The memory of a guest that was just made from the image. What lies beyond the image is zero.
    public static AddressSpace over(Image image, long pages) {
        if (pages < image.spec().pages() || pages > MAX_PAGES) {
            throw new IllegalArgumentException("a guest of " + pages + " pages for an image of "
                    + image.spec().pages() + "; it may have at most " + MAX_PAGES);
        }
        return new AddressSpace(image, pages);
    }

    /// Another guest that finds the same in its memory, and goes its own way from here. Its dirty log is closed.
    public AddressSpace copy() {
        token = new Object();
        directoryShared = true;
        return new AddressSpace(this);
    }

    /// A clone on the same host: a [#copy] that shares frames with this guest, page by page until one of them writes.
    public AddressSpace share() {
        @Nullable PageChunk[] frozen = chunks;
        AddressSpace clone = copy();
        if (lineage != null) {
            lineage.push(pages);
        } else if (privatePages > 0) {
            lineage = Lineage.first(page -> holds(frozen, page), privatePages, pages);
        }
        clone.lineage = lineage == null ? null : lineage.ofClone();
        return clone;
    }

    private static boolean holds(@Nullable PageChunk[] chunks, long page) {
        int index = (int) (page >>> PageChunk.SHIFT);
        PageChunk chunk = index < chunks.length ? chunks[index] : null;
        return chunk != null && chunk.holds(page);
    }

    public Image image() {
        return image;
    }

    @Override
    public long pages() {
        return pages;
    }

    /// How many pages it must keep: all up to the last one that was written or is the image's.
    public long usedPages() {
        for (int chunk = chunks.length - 1; chunk >= 0; chunk--) {
            PageChunk written = chunks[chunk];
            if (written != null && written.held() > 0) {
                return Math.max(
                        ((long) chunk << PageChunk.SHIFT) + written.last() + 1,
                        image.spec().pages());
            }
        }
        return image.spec().pages();
    }

    /// How many of its pages hold nothing now. The first question about an image walks it once.
    public long zeroPages() {
        return pages - image.frames() + zeroesGained;
    }

    /// From now on the guest has so many pages; new ones are zero.
    ///
    /// @throws IllegalArgumentException if that is less than [#usedPages], or more than there can be
    /// @throws IllegalStateException while the dirty log is open: who reads it counts on its pages
    public void resize(long newPages) {
        if (newPages < usedPages() || newPages > MAX_PAGES) {
            throw new IllegalArgumentException(
                    "a guest that uses " + usedPages() + " pages and shall have " + newPages);
        }
        if (dirtyLog instanceof DirtyLog.Open) {
            throw new IllegalStateException("the dirty log is open");
        }
        watch = DirtyLog.CLOSED;
        pages = newPages;
        if (lineage != null) {
            lineage.resize(newPages);
        }
        if (chunks.length > 0) {
            chunks = Arrays.copyOf(chunks, chunkCount());
            directoryShared = false;
        }
    }

    public long content(long page) {
        return contentOf(checked(page));
    }

    /// Whether the guest has written to it, so that it is no longer the image's.
    public boolean isPrivate(long page) {
        return holds(chunks, checked(page));
    }

    /// Whether it holds this, and has it from its image still.
    public boolean isImages(long page, long content) {
        return page < pages && image.content(page) == content && !isPrivate(page);
    }

    /// A write by the guest: from now on the page is private, even if it holds what it held.
    public void write(long page, long content) {
        PageChunk chunk = ownChunk(checked(page));
        int held = chunk.held();
        long before = chunk.write(page, content, image);
        if (chunk.held() != held) {
            privatePages++;
            unsharedPages += before == 0 ? 0 : 1; // at first touch, before is what the image has
        }
        dirtyLog.mark(page);
        watch.mark(page);
        if (lineage != null) {
            lineage.write(page);
        }
        zeroesGained += (content == 0 ? 1 : 0) - (before == 0 ? 1 : 0);
        digestChange += Fingerprint.change(page, before, content);
    }

    /// Takes writes by the guest in their order, and applies them together.
    @Override
    public PageWriter writer(long accesses) {
        return new GatheringWriter(this, accesses, Optional.empty());
    }

    /// The same, where somebody finds a frame for each page first.
    public PageWriter writer(long accesses, PageFaults faults) {
        return new GatheringWriter(this, accesses, Optional.of(faults));
    }

    /// Writes by the guest, neighbours together, of pages that were [#checked].
    void write(WriteBatch batch) {
        int size = batch.size();
        for (int from = 0; from < size; ) {
            int to = batch.endOfChunk(from);
            PageChunk chunk = ownChunk(batch.pages[from]);
            int held = chunk.held();
            unsharedPages += chunk.write(batch, from, to, image);
            privatePages += chunk.held() - held;
            dirtyLog.mark(batch.pages, from, to);
            watch.mark(batch.pages, from, to);
            if (lineage != null) {
                lineage.write(batch.pages, from, to);
            }
            from = to;
        }
        zeroesGained += batch.zeroesGained();
        digestChange += batch.digestChange();
    }

    /// Takes over pages read elsewhere. What the page held already is not written: sparse stays sparse.
    public void write(PageBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            long page = checked(batch.page(i));
            if (contentOf(page) != batch.content(i)) {
                write(page, batch.content(i));
            }
        }
    }

    /// The pages that the guest has written, so that they are no longer the image's.
    public PageSet privatePages() {
        long[][] written = new long[chunks.length][];
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            PageChunk held = chunks[chunk];
            written[chunk] = held == null ? new long[0] : held.members();
        }
        return PageSet.of(written);
    }

    /// A walk over all pages from the first.
    public PageCursor allPages() {
        return new PageRange(0, pages);
    }

    /// What the next pages of the walk hold now, at most `maxPages` of them; an empty batch at the walk's end.
    public PageBatch read(PageCursor cursor, int maxPages) {
        long[] numbers = new long[(int) Math.min(maxPages, cursor.remaining())];
        cursor.next(numbers);
        return batchOf(numbers);
    }

    /// As [#read], passing over pages that are in the dirty log: a short batch only at the walk's end.
    public PageBatch readClean(PageCursor cursor, int maxPages) {
        long[] clean = new long[maxPages];
        int count = 0;
        while (count < maxPages && cursor.remaining() > 0) {
            long[] numbers = new long[(int) Math.min(maxPages - count, cursor.remaining())];
            cursor.next(numbers);
            for (long page : numbers) {
                if (!dirtyLog.contains(page)) {
                    clean[count++] = page;
                }
            }
        }
        return batchOf(Arrays.copyOf(clean, count));
    }

    private PageBatch batchOf(long[] numbers) {
        long[] contents = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            contents[i] = content(numbers[i]);
        }
        return new PageBatch(numbers, contents);
    }

    /// From now on, remember which pages are written.
    public void openDirtyLog() {
        if (dirtyLog instanceof DirtyLog.Open) {
            throw new IllegalStateException("the dirty log is open already");
        }
        dirtyLog = new DirtyLog.Open(chunkCount());
    }

    /// The pages written since the log was opened or last taken. The log goes on, empty.
    public PageSet takeDirty() {
        return switch (dirtyLog) {
            case DirtyLog.Open open -> open.take();
            case DirtyLog.Closed() -> throw new IllegalStateException("the dirty log is closed");
        };
    }

    /// Forgets the log and what it has; a closed one may be closed again.
    public void closeDirtyLog() {
        dirtyLog = DirtyLog.CLOSED;
    }

    /// From now on, counts the different pages that are written, anew if it does already: beside the dirty log, and
    /// until the guest has more or fewer pages.
    public void watchWrites() {
        watch = new DirtyLog.Open(chunkCount());
    }

    /// How many different pages were written since [#watchWrites]; empty if nobody watches.
    public OptionalLong watchedWrites() {
        return watch instanceof DirtyLog.Open open ? OptionalLong.of(open.size()) : OptionalLong.empty();
    }

    /// How many of these hold nothing now; takes as long as to look at each.
    public long watchedZeroes() {
        if (!(watch instanceof DirtyLog.Open open)) {
            return 0;
        }
        long zeroes = 0;
        PageBatch batch;
        PageCursor cursor = open.seen().cursor();
        do {
            batch = read(cursor, PageChunk.PAGES);
            zeroes += batch.zeroes();
        } while (batch.size() > 0);
        return zeroes;
    }

    public void endWatch() {
        watch = DirtyLog.CLOSED;
    }

    /// How many pages are private.
    public long privateCount() {
        return privatePages;
    }

    /// Equal for equal contents of equally many pages, however they came to be; see [Fingerprint]. The first digest
    /// of an image walks it once.
    public long digest() {
        return Fingerprint.ofSize(pages) + image.digest() + digestChange;
    }

    /// What it asks of the host's frames at this moment.
    public MemoryUse use() {
        return new MemoryUse(
                image.spec(),
                image.frames(),
                privatePages,
                unsharedPages,
                0,
                lineage == null ? List.of() : lineage.uses());
    }

    private long contentOf(long page) {
        if (chunks.length == 0) {
            return image.content(page);
        }
        PageChunk chunk = chunks[(int) (page >>> PageChunk.SHIFT)];
        return chunk == null ? image.content(page) : chunk.content(page, image);
    }

    private PageChunk ownChunk(long page) {
        if (directoryShared) {
            chunks = Arrays.copyOf(chunks, chunkCount());
            directoryShared = false;
        }
        int index = (int) (page >>> PageChunk.SHIFT);
        PageChunk chunk = chunks[index];
        if (chunk != null && chunk.isOwnedBy(token)) {
            return chunk;
        }
        PageChunk own = chunk == null ? new PageChunk(token) : chunk.copyFor(token);
        chunks[index] = own;
        return own;
    }

    private int chunkCount() {
        return (int) ((pages + PageChunk.PAGES - 1) >>> PageChunk.SHIFT);
    }

    long checked(long page) {
        if (page < 0 || page >= pages) {
            throw new IndexOutOfBoundsException("page " + page + " of " + pages);
        }
        return page;
    }
}
