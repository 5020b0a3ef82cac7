package io.godwit.cpu;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.godwit.unit.IllegalQuantity;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/// Which cores of a machine, by number from zero: `0-3,8`. Never empty; immutable.
public final class CoreSet {

    private static final Pattern TEXT = Pattern.compile("\\d{1,4}(-\\d{1,4})?(,\\d{1,4}(-\\d{1,4})?)*");

    private final BitSet cores;

    private CoreSet(BitSet cores) {
        this.cores = cores;
    }

    public static CoreSet of(int first, int... others) {
        var cores = new BitSet();
        cores.set(first);
        for (int core : others) {
            cores.set(core);
        }
        return checked(cores);
    }

    /// The cores from the first to the last, both included.
    public static CoreSet range(int first, int last) {
        var cores = new BitSet();
        cores.set(first, last + 1);
        return checked(cores);
    }

    /// @throws IllegalQuantity if the text is no set of cores
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static CoreSet parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalQuantity("'" + text + "' is not a set of cores: write numbers and ranges like 0-3,8");
        }
        var cores = new BitSet();
        for (String part : text.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
            if (last < first) {
                throw new IllegalQuantity("'" + part + "' runs backwards: write " + last + "-" + first);
            }
            cores.set(first, last + 1);
        }
        return checked(cores);
    }

    private static CoreSet checked(BitSet cores) {
        if (cores.isEmpty() || cores.length() > CpuTopology.MAX_CORES) {
            throw new IllegalQuantity(
                    "a set of cores names at least one core, and none above " + (CpuTopology.MAX_CORES - 1));
        }
        return new CoreSet(cores);
    }

    public boolean contains(int core) {
        return cores.get(core);
    }

    public int size() {
        return cores.cardinality();
    }

    /// The numbers in the set, ascending.
    public List<Integer> numbers() {
        return cores.stream().boxed().toList();
    }

    /// The highest number in the set.
    public int last() {
        return cores.length() - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CoreSet set && cores.equals(set.cores);
    }

    @Override
    public int hashCode() {
        return cores.hashCode();
    }

    @Override
    @JsonValue
    public String toString() {
        var text = new StringBuilder();
        for (int first = cores.nextSetBit(0); first >= 0; ) {
            int end = cores.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = cores.nextSetBit(end);
        }
        return text.toString();
    }
}
