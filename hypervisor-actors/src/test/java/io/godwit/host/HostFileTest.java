package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.godwit.host.HostFile.Read;
import io.godwit.host.HostFile.Unusable;
import io.godwit.network.SwitchSettings;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.CpuFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        assertThat(refusal("size: 32GiB", "size: 32")).contains("bad.yaml:13", "memory.size", "32GiB".substring(2));
    }

    @Test
    void takesAFileThatSaysNothingOfFeaturesToHaveAll() throws IOException {
        assertThat(shipped("lab").processors().features())
                .contains(CpuFeature.AVX2, CpuFeature.PDPE1GB)
                .doesNotContain(CpuFeature.AVX512F);
        Path file = folder.resolve("old.yaml");
        Files.writeString(file, Files.readString(SHIPPED.resolve("lab.yaml")).replaceFirst("  features: .*\n", ""));
        assertThat(HostFile.read(file)).isInstanceOfSatisfying(Read.class, read -> assertThat(
                        read.spec().processors().features())
                .isEqualTo(CpuFeature.all()));
        assertThat(refusal("features: [sse3", "features: [sse9"))
                .contains("bad.yaml:10", "'sse9' is unknown: write one");
    }

    @Test
    void readsHowItsSwitchBehaves() throws IOException {
        assertThat(shipped("lab").virtualSwitch().settings()).isEqualTo(SwitchSettings.ofHost());
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, Files.readString(SHIPPED.resolve("lab.yaml")).replace("ageing: 5m", "ageing: 30s"));
        assertThat(HostFile.read(file)).isInstanceOfSatisfying(Read.class, read -> assertThat(
                        read.spec().virtualSwitch().settings().ageing())
                .isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void refusesASwitchThatCannotBe() throws IOException {
        assertThat(refusal("ageing: 5m", "ageing: 0s")).contains("virtual-switch", "an ageing time");
        assertThat(refusal("ageing: 5m", "ageing: 5")).contains("virtual-switch.ageing", "has no unit");
        assertThat(refusal("addresses: 4096", "addresses: 0")).contains("never learns");
        assertThat(refusal("addresses: 4096", "addresses: 2000000")).contains("write at most 1000000");
        assertThat(refusal("flood-limit: 1000/s", "flood-limit: 0/s")).contains("a flood limit above zero");
        assertThat(refusal("flood-limit: 1000/s", "flood-limit: 200000000/s")).contains("write at most 100000000/s");
        assertThat(refusal("flood-burst: 100", "flood-burst: -1")).contains("write numbers");
        assertThat(refusal("burst: 64KiB", "burst: 1KiB")).contains("write at least 64KiB");
        assertThat(refusal("  flood-burst: 100\n", "")).contains("virtual-switch.flood-burst: this key is missing");
    }

    @Test
    void refusesAMissingKey() throws IOException {
        assertThat(refusal("  page: 4KiB\n", "")).contains("bad.yaml:", "memory.page: this key is missing: write it");
    }

    @Test
    void refusesAKeyThatStandsTwice() throws IOException {
        assertThat(refusal("size: 32GiB", "size: 32GiB\n  size: 16GiB")).contains("bad.yaml:14", "size");
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
