package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.godwit.host.HostFile.Read;
import io.godwit.host.HostFile.Unusable;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFileTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config/hosts");

    @TempDir
    private Path folder;

    @Test
    void readsEveryHostThatIsShipped() {
        for (String name : List.of("lab", "dell-pe2650", "dell-r650", "hp-ml110-g4", "hp-ml110-g5")) {
            assertThat(HostFile.named(SHIPPED, name)).isInstanceOf(Read.class);
        }
    }

    @Test
    void theHostsOfThePublishedDataCentreDrawWhatItsTableSays() {
        HostSpec g4 = shipped("hp-ml110-g4");
        assertThat(g4.power().wattsAt(0)).isEqualTo(86);
        assertThat(g4.power().wattsAt(1)).isEqualTo(117);
        assertThat(g4.power().wattsAt(0.55)).isCloseTo(104, offset(1e-9));
        assertThat(g4.topology().cores()).isEqualTo(2);
        assertThat(shipped("hp-ml110-g5").power().wattsAt(1)).isEqualTo(135);
    }

    @Test
    void keepsTheHypervisorsMemoryFromGuests() {
        assertThat(shipped("lab").memory().forGuests()).isEqualTo(MemorySize.ofGibibytes(31));
    }

    @Test
    void namesFileLineAndRemedyOfAnUnknownKey() throws IOException {
        assertThat(refusal("clock: 2.5GHz", "clock: 2.5GHz\n  turbo: 3GHz"))
                .contains("bad.yaml:8", "unknown key 'turbo'", "write one of clock, cores-per-socket");
    }

    @Test
    void refusesANumberWithoutUnit() throws IOException {
        assertThat(refusal("size: 32GiB", "size: 32")).contains("bad.yaml:12", "memory.size", "32GiB".substring(2));
    }

    @Test
    void refusesAMissingKey() throws IOException {
        assertThat(refusal("  page: 4KiB\n", "")).contains("bad.yaml:", "memory.page: this key is missing: write it");
    }

    @Test
    void refusesAKeyThatStandsTwice() throws IOException {
        assertThat(refusal("size: 32GiB", "size: 32GiB\n  size: 16GiB")).contains("bad.yaml:13", "size");
    }

    @Test
    void refusesAHypervisorThatLeavesNothing() throws IOException {
        assertThat(refusal("hypervisor: 1GiB", "hypervisor: 32GiB")).contains("leave nothing", "write less");
    }

    @Test
    void refusesWhatIsNoYaml() throws IOException {
        assertThat(refusal("host: lab", "host: [lab")).contains("bad.yaml:");
    }

    @Test
    void namesTheHostsThereAreWhenOneIsMissing() {
        assertThat(HostFile.named(SHIPPED, "vax"))
                .isInstanceOfSatisfying(Unusable.class, unusable -> assertThat(unusable.sentence())
                        .contains("vax.yaml", "write one of dell-pe2650, dell-r650, hp-ml110-g4, hp-ml110-g5, lab"));
    }

    private String refusal(String line, String replacement) throws IOException {
        String good = Files.readString(SHIPPED.resolve("lab.yaml"));
        assertThat(good).contains(line);
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, good.replace(line, replacement));
        assertThat(HostFile.read(file)).isInstanceOf(Unusable.class);
        return ((Unusable) HostFile.read(file)).sentence();
    }

    private static HostSpec shipped(String name) {
        return ((Read) HostFile.named(SHIPPED, name)).spec();
    }
}
