package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.host.HostTuning.Switch;
import io.godwit.memory.MappingSize;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Profile;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HostTuningTest {

    private static final HostSpec HOST = Specs.host(4, MemorySize.ofGibibytes(8));
    private static final Switch STRICT = new Switch(
            Optional.of(Duration.ofMinutes(1)),
            Optional.empty(),
            Optional.of(EventRate.perSecond(10)),
            Optional.of(5),
            Optional.empty());

    private final HostMakes makes =
            new HostMakes(new TreeMap<>(Map.of("lab", HOST)), new TreeMap<>(Map.of("lab", Profile.bare())));

    @Test
    void whatIsAskedForTakesThePlaceOfTheFileAndTheRestStays() {
        HostSpec tuned = makes.with(new HostTuning(Optional.of(MappingSize.HUGE), STRICT))
                .of("lab", "lab")
                .machine();
        assertThat(tuned.memory().mappingSize()).isEqualTo(MappingSize.HUGE);
        assertThat(tuned.memory().forGuests()).isEqualTo(HOST.memory().forGuests());
        assertThat(tuned.virtualSwitch().floodBurst()).isEqualTo(5);
        assertThat(tuned.virtualSwitch().settings().ageing()).isEqualTo(Duration.ofMinutes(1));
        assertThat(tuned.virtualSwitch().addresses())
                .isEqualTo(HOST.virtualSwitch().addresses());
        assertThat(tuned.virtualSwitch().source()).startsWith("asked for in place of: ");
    }

    @Test
    void withoutAnythingAskedForHostsAreAsTheirFilesSay() {
        assertThat(makes.with(HostTuning.NONE)).isSameAs(makes);
        assertThat(HOST.tuned(HostTuning.NONE)).isEqualTo(HOST);
    }

    @Test
    void whatIsNoSwitchIsRefused() {
        var none = new Switch(Optional.empty(), Optional.of(0), Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(none::checked).isInstanceOf(IllegalQuantity.class);
        assertThat(STRICT.checked()).isEqualTo(STRICT);
    }

    @Test
    void aMappingOfAnotherSizeIsRefused() {
        MemorySize page = MemorySize.ofKibibytes(4);
        assertThatThrownBy(() -> new HostSpec.Memory(
                        MemorySize.ofGibibytes(8), MemorySize.ZERO, page, MemorySize.ofMebibytes(3), "a test"))
                .hasMessage("a mapping of 3MiB is none: write one of 4KiB, 2MiB, 1GiB");
    }
}
