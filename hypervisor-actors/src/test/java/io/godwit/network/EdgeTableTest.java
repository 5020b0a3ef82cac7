package io.godwit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.VmId;
import io.godwit.time.Seed;
import org.junit.jupiter.api.Test;

class EdgeTableTest {

    private static final VmId VM = new VmId("web-1");
    private static final MacAddress MAC = MacAddress.of(VM);

    private final EdgeTable edge = new EdgeTable();

    @Test
    void knowsNobodyWhoWasNeverHeard() {
        assertThat(edge.vm(MAC)).isEmpty();
        assertThat(edge.epoch(MAC)).isZero();
        assertThat(edge.isSilent(MAC)).isFalse();
        edge.heardFrom(VM, 1);
        assertThat(edge.vm(MAC)).contains(VM);
    }

    @Test
    void whoDoesNotAnswerIsSilentButKeepsItsEpoch() {
        edge.heardFrom(VM, 3);
        for (int frame = 0; frame < EdgeTable.MAX_UNANSWERED; frame++) {
            assertThat(edge.isSilent(MAC)).isFalse();
        }
        assertThat(edge.isSilent(MAC)).isTrue();
        assertThat(edge.heardFrom(VM, 2)).isEqualTo(3);
        assertThat(edge.epoch(MAC)).isEqualTo(3);
        assertThat(edge.heardFrom(VM, 3)).isEqualTo(3);
        assertThat(edge.isSilent(MAC)).isFalse();
    }

    @Test
    void neverGoesBackToAnOlderEpoch() {
        for (int seed = 0; seed < 200; seed++) {
            var random = Seed.of(seed).generator();
            EdgeTable table = new EdgeTable();
            long newest = 0;
            for (int i = 0; i < 100; i++) {
                long epoch = random.nextLong(20);
                newest = Math.max(newest, epoch);
                assertThat(table.heardFrom(VM, epoch)).as("seed %s", seed).isEqualTo(newest);
                assertThat(table.epoch(MAC)).isEqualTo(newest);
            }
        }
    }
}
