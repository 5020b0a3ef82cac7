package io.godwit.placement;

import io.godwit.unit.MemorySize;
import java.math.BigDecimal;

/// Words for missing amounts.
final class Amounts {

    static final long NANO_CORES = 1_000_000_000L;

    private Amounts() {}

    static String memory(long bytes) {
        return new MemorySize(bytes).roughlyAtLeast();
    }

    static String cores(long nanoCores) {
        return BigDecimal.valueOf(nanoCores, 9).stripTrailingZeros().toPlainString() + " cores";
    }
}
