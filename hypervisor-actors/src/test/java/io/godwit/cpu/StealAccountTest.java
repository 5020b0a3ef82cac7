package io.godwit.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StealAccountTest {

    @Test
    void countsWhatWantedToRunAndDidNot() {
        var account = new StealAccount(100);
        account.change(200, CpuTopology.CORE, CpuTopology.CORE / 4);
        account.change(1_200, 0, 0);
        assertThat(account.ranNs(9_999)).isEqualTo(250);
        assertThat(account.stolenNs(9_999)).isEqualTo(750);
    }

    @Test
    void addsUpExactlyOverManyOddPieces() {
        for (long seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            var account = new StealAccount(0);
            var ran = BigInteger.ZERO;
            var stolen = BigInteger.ZERO;
            long nowNs = 0;
            for (int i = 0; i < 200; i++) {
                long wanted = random.nextLong(64 * CpuTopology.CORE);
                long granted = random.nextLong(wanted + 1);
                account.change(nowNs, wanted, granted);
                long elapsedNs = random.nextLong(1L << random.nextInt(1, 45));
                nowNs += elapsedNs;
                if (i % 3 == 0) {
                    account.stolenNs(nowNs - elapsedNs / 2); // looking changes nothing
                }
                ran = ran.add(BigInteger.valueOf(granted).multiply(BigInteger.valueOf(elapsedNs)));
                stolen = stolen.add(BigInteger.valueOf(wanted - granted).multiply(BigInteger.valueOf(elapsedNs)));
            }
            var core = BigInteger.valueOf(CpuTopology.CORE);
            assertThat(account.ranNs(nowNs))
                    .as("seed %d", seed)
                    .isEqualTo(ran.divide(core).longValueExact());
            assertThat(account.stolenNs(nowNs))
                    .as("seed %d", seed)
                    .isEqualTo(stolen.divide(core).longValueExact());
        }
    }

    @Test
    void refusesTimeThatGoesBackAndGrantsAboveTheDemand() {
        var account = new StealAccount(10);
        assertThatThrownBy(() -> account.stolenNs(9)).hasMessage("time went back from 10 to 9");
        assertThatThrownBy(() -> account.change(11, 1, 2)).hasMessage("granted 2 of 1");
    }
}
