package io.godwit.vm;

/// What a guest does all day, as pure functions of how far it has come. Shared by nobody, kept by its guest.
///
/// @param cpu what it wants
/// @param memory what it writes
/// @param serves whether it keeps a ledger for clients outside
public record Workload(CpuLoad cpu, MemoryLoad memory, boolean serves) {

    /// How much CPU a guest wants, by its running time.
    public interface CpuLoad {

        long nanoCoresAt(long ranNs);

        /// The running time at which it may want something else, or [Long#MAX_VALUE].
        long changesAtNs(long ranNs);

        /// The same at all times.
        static CpuLoad constant(long nanoCores) {
            return new ConstantLoad(nanoCores);
        }
    }

    /// What a guest writes to its memory, by its work.
    public interface MemoryLoad {

        MemoryLoad NONE = new NoWrites();

        /// How many page writes are made by then.
        long writesAt(long workNs);

        /// The writes from one count (included) to another (excluded).
        PageWrites between(long from, long to);
    }

    private record ConstantLoad(long nanoCores) implements CpuLoad {

        @Override
        public long nanoCoresAt(long ranNs) {
            return nanoCores;
        }

        @Override
        public long changesAtNs(long ranNs) {
            return Long.MAX_VALUE;
        }
    }

    private record NoWrites() implements MemoryLoad {

        @Override
        public long writesAt(long workNs) {
            return 0;
        }

        @Override
        public PageWrites between(long from, long to) {
            return PageWrites.NONE;
        }
    }
}
