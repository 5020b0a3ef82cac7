package io.godwit.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.host.HostMakes;
import io.godwit.link.NodeId;
import io.godwit.migration.channel.PageForm;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NodeAddress;
import io.godwit.process.ProcessSetup;
import io.godwit.recovery.MoveLimits;
import io.godwit.settings.SettingsFile;
import io.godwit.virtualization.CpuFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFileTest {

    private static final String GOOD = """
            fleet: test
            seed: 1
            voters: [h1]
            permit: 5s
            tolerate: {host-failures: 1}
            migration: {downtime-limit: 300ms, max-rounds: 29, limits: {host: 8, link: 4, drain: 2}, pages: bytes}
            link: {latency: 0.2ms, bandwidth: 10Gbit}
            nodes:
              h1: {address: "h1:25520", pages: "h1:25521", site: a, rack: r1, host: lab, hypervisor: lab, carries: [h1],
                   datastores: [array-a]}
              n2: {address: "h2:25520", pages: "h2:25521", site: a, rack: r2, host: lab, hypervisor: lab,
                   carries: [h2, h3], datastores: []}
            arrays:
              array-a: {address: "array-a:25520", array: lab}
            """;

    @TempDir
    private Path folder;

    @Test
    void tellsEachProcessWhatItIs() throws IOException {
        Deployment deployment =
                new Deployment(read(GOOD), new HostMakes(new TreeMap<>(), new TreeMap<>()), List.of(), new TreeMap<>());
        Deployment.Self self =
                new Deployment.Self("boot", Optional.of("0.0.0.0"), 0, Optional.empty(), Optional.empty());
        ProcessSetup setup = deployment.node("n2", self, Optional.empty());
        assertThat(setup.network().advertised()).isEqualTo(new NodeAddress("h2", 25_520));
        assertThat(setup.network().bound()).isEqualTo(new NodeAddress("0.0.0.0", 25_520));
        assertThat(setup.network().membership())
                .isEqualTo(new Membership.Member(List.of(new NodeAddress("h1", 25_520))));
        assertThat(setup.network().directory()).containsOnlyKeys(new NodeId("h1"), new NodeId("array-a"));
        ProcessSetup.Host host = (ProcessSetup.Host) setup.role();
        assertThat(host.setup().hosts()).hasSize(2);
        assertThat(host.setup().arrays()).isEmpty();
        assertThat(host.setup().policy().permitLength()).isEqualTo(Duration.ofSeconds(5));
        assertThat(host.setup().policy().pages()).isEqualTo(PageForm.BYTES);
        assertThat(host.pages().bound()).isEqualTo(new NodeAddress("0.0.0.0", 25_521));
    }

    @Test
    void refusesWhatCannotBeWithItsLineAndARemedy() throws IOException {
        assertThat(why(GOOD + "sed: 1\n")).contains("fleet.yaml:15: unknown key 'sed'");
        assertThat(why(GOOD.replace("voters: [h1]", "voters: [h1, n2]"))).contains("there are 2 voters: name an odd");
        assertThat(why(GOOD.replace("voters: [h1]", "voters: [h7]"))).contains("the voter h7 is no node");
        assertThat(why(GOOD.replace("\"h2:25520\"", "\"h2\""))).contains("'h2' is no address: write it as HOST:PORT");
        assertThat(why(GOOD.replace("[h2, h3]", "[h1]"))).contains("two nodes carry h1");
        assertThat(why(GOOD.replace("h2:25521", "h1:25520"))).contains("has an address that is taken");
        assertThat(why(GOOD.replace("[array-a]", "[array-b]"))).contains("there is no array array-b");
        assertThat(why(GOOD.replace("host-failures: 1", "host-failures: 3"))).contains("host-failures is 3 of 3");
        assertThat(why(GOOD.replace("permit: 5s", "permit: 5"))).contains("has no unit");
        assertThat(why(GOOD.replace("permit: 5s", "permit: 0s"))).contains("a permit of 0s is outside 1s to 1h");
        assertThat(why(GOOD.replace("permit: 5s", "permit: 99999d"))).contains("is outside 1s to 1h");
        assertThat(why(GOOD.replace("permit: 5s\n", ""))).contains("this key is missing");
    }

    @Test
    void hostsOfOneMachineAreSpreadOverItsNodesInOrder() {
        Shape shape = new Shape(
                12,
                3,
                "lab",
                "lab",
                "lab",
                Duration.ofSeconds(5),
                1,
                MoveLimits.byDefault(),
                PageForm.IDENTITIES,
                CpuFeature.Baseline.NONE);
        FleetFile file = shape.at(node -> new NodeAddress(node.value(), 1), node -> new NodeAddress(node.value(), 2));
        assertThat(file.nodes().keySet()).containsExactly("n1", "n2", "n3");
        assertThat(file.nodes().get("n2").carries()).containsExactly("h5", "h6", "h7", "h8");
        assertThat(file.voters()).containsExactly("n1", "n2", "n3");
    }

    @Test
    void twoNodesHaveOneVoterAsTwoWouldOutlastNone() {
        Shape shape = new Shape(
                2,
                2,
                "lab",
                "lab",
                "lab",
                Duration.ofSeconds(5),
                1,
                MoveLimits.byDefault(),
                PageForm.BYTES,
                CpuFeature.Baseline.X86_64_V2);
        FleetFile file = shape.at(node -> new NodeAddress(node.value(), 1), node -> new NodeAddress(node.value(), 2));
        assertThat(file.voters()).containsExactly("h1");
        assertThat(file.cpuBaseline()).isEqualTo(CpuFeature.Baseline.X86_64_V2);
        assertThat(file.nodes().get("h2").carries()).containsExactly("h2");
    }

    private FleetFile read(String text) throws IOException {
        return ((SettingsFile.Read<FleetFile>) outcome(text)).settings();
    }

    private String why(String text) throws IOException {
        return ((SettingsFile.Unusable<FleetFile>) outcome(text)).sentence();
    }

    private SettingsFile.Outcome<FleetFile> outcome(String text) throws IOException {
        return FleetFile.FILES.read(Files.writeString(folder.resolve("fleet.yaml"), text));
    }
}
