package io.godwit.bench;

/// What is alive on the heap.
final class Heap {

    private static final int COLLECTIONS = 3;

    private Heap() {}

    static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
