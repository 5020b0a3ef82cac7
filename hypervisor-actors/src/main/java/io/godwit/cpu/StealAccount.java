package io.godwit.cpu;

/// Adds up how long one VM's vCPUs ran and how long they wanted to run and did not (*steal*; time withheld by a cap
/// counts, as it does on real hosts). Both are core-nanoseconds: two vCPUs running for 1 ms have run 2 ms.
///
/// Exact: between two changes a rate of `r` nano-cores runs for `r·t / 10⁹`, and the remainder is kept. Times must
/// not go back.
public final class StealAccount {

    private long sinceNs;
    private long grantNanoCores;
    private long stealNanoCores;
    private long ranNs;
    private long stolenNs;
    private int ranRemainder;
    private int stolenRemainder;

    /// @param startNs when the VM was started
    public StealAccount(long startNs) {
        sinceNs = startNs;
    }

    /// From now on the VM wants and gets this much.
    public void change(long nowNs, long wantedNanoCores, long newGrantNanoCores) {
        if (newGrantNanoCores < 0 || wantedNanoCores < newGrantNanoCores) {
            throw new IllegalArgumentException("granted " + newGrantNanoCores + " of " + wantedNanoCores);
        }
        settle(nowNs);
        grantNanoCores = newGrantNanoCores;
        stealNanoCores = wantedNanoCores - newGrantNanoCores;
    }

    /// How long the vCPUs have run by now, rounded down.
    public long ranNs(long nowNs) {
        settle(nowNs);
        return ranNs;
    }

    /// How long the vCPUs have wanted to run and did not by now, rounded down.
    public long stolenNs(long nowNs) {
        settle(nowNs);
        return stolenNs;
    }

    private void settle(long nowNs) {
        long elapsedNs = nowNs - sinceNs;
        if (elapsedNs < 0) {
            throw new IllegalArgumentException("time went back from " + sinceNs + " to " + nowNs);
        }
        sinceNs = nowNs;
        long ran = fraction(grantNanoCores, elapsedNs) + ranRemainder;
        ranNs = Math.addExact(ranNs, whole(grantNanoCores, elapsedNs) + ran / CpuTopology.CORE);
        ranRemainder = (int) (ran % CpuTopology.CORE);
        long stolen = fraction(stealNanoCores, elapsedNs) + stolenRemainder;
        stolenNs = Math.addExact(stolenNs, whole(stealNanoCores, elapsedNs) + stolen / CpuTopology.CORE);
        stolenRemainder = (int) (stolen % CpuTopology.CORE);
    }

    /// With `rate = c·10⁹ + f` and `time = s·10⁹ + r`, `rate·time / 10⁹` is this, `c·time + f·s`, and [#fraction]
    /// `/ 10⁹`: no product exceeds 63 bits within the longest time at the most cores.
    private static long whole(long rate, long time) {
        return Math.addExact(
                Math.multiplyExact(rate / CpuTopology.CORE, time), rate % CpuTopology.CORE * (time / CpuTopology.CORE));
    }

    private static long fraction(long rate, long time) {
        return rate % CpuTopology.CORE * (time % CpuTopology.CORE);
    }
}
