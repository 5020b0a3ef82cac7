package io.godwit.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import java.util.List;
import java.util.Map;

/// How many operations a disk completes in a time at most, each somewhere else than the one before. In a file one rate
/// for both, `50000/s`, or `{reads: 84000/s, writes: 112000/s}`.
public record DiskOperations(EventRate reads, EventRate writes) {

    private static final List<String> KEYS = List.of("reads", "writes");

    public DiskOperations {
        if (reads.events() == 0 || writes.events() == 0) {
            throw new IllegalQuantity("a disk that never completes an operation: write rates above zero");
        }
    }

    public static DiskOperations of(EventRate both) {
        return new DiskOperations(both, both);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static DiskOperations fromFile(Object value) {
        if (value instanceof Map<?, ?> rates) {
            if (rates.size() != KEYS.size() || !rates.keySet().containsAll(KEYS)) {
                throw new IllegalQuantity("operations with the keys " + rates.keySet()
                        + ": write one rate for both, or {reads: 84000/s, writes: 112000/s}");
            }
            return new DiskOperations(rate(rates.get("reads")), rate(rates.get("writes")));
        }
        return of(rate(value));
    }

    private static EventRate rate(Object value) {
        return EventRate.parse(value.toString());
    }
}
