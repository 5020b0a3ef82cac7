package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.QuantumPolicy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SchedulingFilesTest {

    private static final Path CONFIG = Path.of("..", "config");

    @Test
    void readsWhatIsShipped() {
        for (String name : SchedulingFiles.NAMES) {
            for (String processor : new String[] {"xeon-2021", "xeon-2003"}) {
                assertThat(SchedulingFiles.named(CONFIG, name, processor))
                        .isInstanceOfSatisfying(
                                SchedulingFiles.Read.class,
                                read -> assertThat(read.scheduling().word()).isEqualTo(name));
            }
        }
        assertThat(SchedulingFiles.named(CONFIG, "credit", "xeon-2021"))
                .isInstanceOfSatisfying(SchedulingFiles.Read.class, read -> {
                    var quantum = (CpuScheduling.Quantum) read.scheduling();
                    var credit = (QuantumPolicy.Credit) quantum.settings().policy();
                    assertThat(credit.slice()).isEqualTo(Duration.ofMillis(30));
                });
    }

    @Test
    void refusesWhatItDoesNotKnowAndSaysWhatThereIs() {
        assertThat(SchedulingFiles.named(CONFIG, "cfs", "xeon-2021"))
                .isEqualTo(new SchedulingFiles.Unusable(
                        "there is no scheduler 'cfs': write one of fair-share, credit, eevdf"));
        assertThat(SchedulingFiles.named(CONFIG, "credit", "z80"))
                .isInstanceOfSatisfying(SchedulingFiles.Unusable.class, unusable -> assertThat(unusable.sentence())
                        .contains("there is no processor 'z80'")
                        .contains("xeon-2003, xeon-2021"));
    }
}
