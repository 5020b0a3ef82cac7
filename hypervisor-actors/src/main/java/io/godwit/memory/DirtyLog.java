package io.godwit.memory;

import org.jspecify.annotations.Nullable;

/// Which pages were written since someone last asked. Open only while someone will ask.
sealed interface DirtyLog {

    DirtyLog CLOSED = new Closed();

    void mark(long page);

    /// Marks those of these pages that stand at the places from one, included, to another, excluded: all of one chunk.
    void mark(long[] pages, int from, int to);

    boolean contains(long page);

    record Closed() implements DirtyLog {

        @Override
        public void mark(long page) {
            // nobody will ask
        }

        @Override
        public void mark(long[] pages, int from, int to) {
            // nobody will ask
        }

        @Override
        public boolean contains(long page) {
            return false;
        }
    }

    final class Open implements DirtyLog {

        private long[] @Nullable [] chunks;
        private long size;

        Open(int chunkCount) {
            this.chunks = new long[chunkCount][];
        }

        @Override
        public void mark(long page) {
            mark(wordsOf(page), page);
        }

        @Override
        public void mark(long[] pages, int from, int to) {
            long[] words = wordsOf(pages[from]);
            for (int i = from; i < to; i++) {
                mark(words, pages[i]);
            }
        }

        @Override
        public boolean contains(long page) {
            long[] words = chunks[(int) (page >>> PageChunk.SHIFT)];
            return words != null && (words[PageSet.wordOf(page)] & (1L << page)) != 0;
        }

        private long[] wordsOf(long page) {
            int chunk = (int) (page >>> PageChunk.SHIFT);
            long[] words = chunks[chunk];
            if (words == null) {
                words = new long[PageSet.WORDS_PER_CHUNK];
                chunks[chunk] = words;
            }
            return words;
        }

        private void mark(long[] words, long page) {
            int word = PageSet.wordOf(page);
            long marked = words[word] | (1L << page);
            if (marked != words[word]) {
                words[word] = marked;
                size++;
            }
        }

        /// How many pages it has.
        long size() {
            return size;
        }

        /// The pages that it has, until the next one is marked.
        PageSet seen() {
            return size == 0 ? PageSet.empty() : new PageSet(chunks, size);
        }

        PageSet take() {
            if (size == 0) {
                return PageSet.empty();
            }
            PageSet taken = new PageSet(chunks, size);
            chunks = new long[chunks.length][];
            size = 0;
            return taken;
        }
    }
}
