package io.godwit.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.array.ArraySettings;
import io.godwit.device.DiskSpec;
import io.godwit.drill.file.HostFolder;
import io.godwit.host.HostMakes;
import io.godwit.identity.HostId;
import io.godwit.image.GuestImage;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.migration.channel.PageForm;
import io.godwit.migration.precopy.Terms;
import io.godwit.node.NodeSetup;
import io.godwit.node.artery.Membership;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import io.godwit.recovery.MoveLimits;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.CpuFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSetupTest {

    private static final NodeId NODE = new NodeId("n1");
    private static final NodeAddress HERE = new NodeAddress("127.70.1.1", 25_520);

    @TempDir
    private Path folder;

    @Test
    void isTheSameAfterItsFile() throws IOException {
        Path hosts = Path.of(System.getProperty("godwit.home", ".."), "config", "hosts");
        HostMakes makes = HostFolder.read(hosts).makes();
        NodeSetup setup = new NodeSetup(
                NODE,
                "7",
                List.of(new NodeSetup.Machine(new HostId("h1"), "a", "r1", "lab", "kvm")),
                List.of(NODE),
                new TreeMap<>(Map.of("array-a", new NodeId("array-a"))),
                List.of(new NodeId("console")),
                new NodeSetup.Policy(
                        Duration.ofSeconds(3),
                        Duration.ofMillis(750),
                        10,
                        8,
                        1,
                        Terms.within(Duration.ofMillis(300), 9),
                        new MoveLimits(4, 3, 1),
                        PageForm.BYTES,
                        CpuFeature.Baseline.X86_64_V2),
                42);
        assertSame(setup(
                new ProcessSetup.Host(setup, makes, List.of(GuestImage.blank()), new ProcessSetup.Pages(HERE, HERE))));
    }

    @Test
    void isTheSameForAnArray() throws IOException {
        DiskSpec disk = new DiskSpec(
                "pool", Bandwidth.parse("1GiB/s"), EventRate.perSecond(1000), Duration.ofMillis(1), "a test");
        assertSame(setup(
                new ProcessSetup.StorageArray("array-a", new ArraySettings("lab", disk, MemorySize.ofMebibytes(16)))));
    }

    @Test
    void saysInASentenceWhatIsWrongWithAFile() throws IOException {
        Path file = folder.resolve("setup.json");
        assertThat(ProcessSetup.read(file)).isEqualTo(new ProcessSetup.Unreadable(file + " can't be read: " + file));
        Files.writeString(file, "{\"network\": 3}");
        assertThat(ProcessSetup.read(file))
                .isInstanceOfSatisfying(ProcessSetup.Unreadable.class, unreadable -> assertThat(unreadable.why())
                        .startsWith(file + " is no node's setup: "));
    }

    private void assertSame(ProcessSetup setup) throws IOException {
        Path file = folder.resolve("setup.json");
        setup.write(file);
        assertThat(ProcessSetup.read(file)).isEqualTo(new ProcessSetup.Read(setup));
    }

    private static ProcessSetup setup(ProcessSetup.Role role) {
        LinkQuality quality = new LinkQuality(Duration.ofMillis(1), Bandwidth.parse("10Gbit"));
        return ProcessSetup.ofDrill(
                new NetworkSetup(
                        NODE,
                        HERE,
                        HERE,
                        new TreeMap<>(Map.of(new NodeId("n2"), HERE)),
                        quality,
                        new TreeMap<>(Map.of(new NodeId("n2"), quality)),
                        new Membership.Member(List.of(HERE))),
                123,
                Optional.of("/tmp/run"),
                role);
    }
}
