package io.godwit.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.unit.Frequency;
import io.godwit.unit.IllegalQuantity;
import org.junit.jupiter.api.Test;

class CoreSetTest {

    @Test
    void readsAndWritesNumbersAndRanges() {
        assertThat(CoreSet.parse("8,0-2,3"))
                .isEqualTo(CoreSet.of(0, 1, 2, 3, 8))
                .hasToString("0-3,8");
        assertThat(CoreSet.range(4, 7)).hasToString("4-7").hasSameHashCodeAs(CoreSet.parse("4-7"));
        assertThat(CoreSet.of(5).last()).isEqualTo(5);
        assertThat(CoreSet.parse("0-3,8").size()).isEqualTo(5);
    }

    @Test
    void refusesWhatIsNoSetOfCores() {
        assertThatThrownBy(() -> CoreSet.parse("a")).isInstanceOf(IllegalQuantity.class);
        assertThatThrownBy(() -> CoreSet.parse("")).isInstanceOf(IllegalQuantity.class);
        assertThatThrownBy(() -> CoreSet.parse("3-1")).hasMessage("'3-1' runs backwards: write 1-3");
        assertThatThrownBy(() -> CoreSet.parse("1024")).hasMessageContaining("none above 1023");
    }

    @Test
    void aMachineHasItsSocketsTimesItsCores() {
        var machine = new CpuTopology(2, 32, 2, Frequency.parse("2.2GHz"));
        assertThat(machine.cores()).isEqualTo(64);
        assertThat(machine.capacityNanoCores()).isEqualTo(64 * CpuTopology.CORE);
        assertThatThrownBy(() -> new CpuTopology(0, 1, 1, machine.clock())).isInstanceOf(IllegalQuantity.class);
        assertThatThrownBy(() -> new CpuTopology(64, 64, 1, machine.clock()))
                .hasMessageContaining("write at most 1024 cores");
    }

    @Test
    void anEntitlementCannotReserveMoreThanItMayUse() {
        var vm = CpuEntitlement.ofVcpus(2);
        assertThatThrownBy(() -> vm.withReservation(2 * CpuTopology.CORE + 1)).isInstanceOf(IllegalQuantity.class);
        assertThatThrownBy(() -> vm.withCap(5).withReservation(6)).isInstanceOf(IllegalQuantity.class);
        assertThatThrownBy(() -> vm.withWeight(0)).hasMessageContaining("write 1 to 65535");
        assertThatThrownBy(() -> CpuEntitlement.ofVcpus(0)).hasMessageContaining("write 1 to 1024");
    }
}
