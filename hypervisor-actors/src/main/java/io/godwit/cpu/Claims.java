package io.godwit.cpu;

import java.util.Arrays;

/// What the VMs of a host claim at this instant, one slot a VM, as bare arrays for the scheduler's inner loops:
/// each gets at least its floor, at most its ceiling, and by its weight in between. Amounts in nano-cores. A slot
/// without a VM has no weight.
final class Claims {

    int[] weight = new int[8];
    long[] floor = new long[8];
    long[] ceiling = new long[8];

    int size() {
        return weight.length;
    }

    void grow(int size) {
        weight = Arrays.copyOf(weight, size);
        floor = Arrays.copyOf(floor, size);
        ceiling = Arrays.copyOf(ceiling, size);
    }
}
