package io.godwit.memory;

import org.jspecify.annotations.Nullable;

/// Which pages were written since someone last asked. Open only while someone will ask.
sealed interface DirtyLog {

    DirtyLog CLOSED = new Closed();

    void mark(long page);

    record Closed() implements DirtyLog {

        @Override
        public void mark(long page) {
            // nobody will ask
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
            long[] words = chunks[(int) (page >>> PageChunk.SHIFT)];
            if (words == null) {
                words = new long[PageSet.WORDS_PER_CHUNK];
                chunks[(int) (page >>> PageChunk.SHIFT)] = words;
            }
            int word = PageSet.wordOf(page);
            long marked = words[word] | (1L << page);
            if (marked != words[word]) {
                words[word] = marked;
                size++;
            }
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
