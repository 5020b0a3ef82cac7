package io.godwit.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Seal;
import io.godwit.device.Disk.Span;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.image.ImageSpec;
import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.memory.PageBatch;
import io.godwit.portable.Dropping;
import io.godwit.portable.Exporting;
import io.godwit.portable.Importing;
import io.godwit.portable.Manifest;
import io.godwit.portable.PortableWriter;
import io.godwit.time.VirtualNode;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Portable files on their way to an array and from it.
class PortableOnArrayTest {

    private static final VmId VM = new VmId("web-1");
    private static final CopyId COPY = new CopyId("web-9.door.1");
    private static final Manifest MANIFEST = manifest();
    private static final NodeId DOOR = new NodeId("door");
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private final ArrayFleet fleet = ArrayFleet.plain();
    private final VirtualNode node = fleet.world.start(DOOR.value());
    private final Link link = fleet.network.attach(node, DOOR);
    private final List<Optional<String>> landed = new ArrayList<>();
    private int ports;

    @AfterEach
    void nothingFailed() {
        assertThat(fleet.world.failures()).isEmpty();
        fleet.close();
    }

    @Test
    void whatWasImportedIsExportedAsTheSameFile() {
        fleet.startArray();
        bring(whole());
        assertThat(landed).containsExactly(Optional.empty());
        Shelf shelf = export(3);
        assertThat(shelf.ends).containsExactly("done");
        assertThat(shelf.bytes.toByteArray()).isEqualTo(whole());
    }

    @Test
    void anArrayThatWasKilledMeanwhileHasWhatItAcknowledged() {
        fleet.startArray();
        bring(whole());
        fleet.losePower();
        fleet.startArray();
        assertThat(export(1_000).bytes.toByteArray()).isEqualTo(whole());
    }

    @Test
    void damageAmidTheFileEndsItAndWhatWasBegunIsDropped() {
        fleet.startArray();
        byte[] damaged = whole();
        damaged[damaged.length - 25] ^= 1;
        bring(damaged);
        assertThat(landed.getFirst().orElseThrow()).startsWith("it is damaged");
        assertThat(fleet.world.failures()).isEmpty();
        node.spawn(Dropping.create(link, port(), VM, COPY), "dropping");
        fleet.run(A_WHILE);
        assertThat(export(1_000).ends).containsExactly("web-9.door.1 is not kept any more: take another snapshot");
    }

    @Test
    void aSilentArrayIsToldInASentence() {
        fleet.startArray();
        bring(whole());
        fleet.network.cut(new Way(DOOR, ArrayFleet.ARRAY), CutMode.LOSE);
        assertThat(export(1_000).ends).containsExactly("array array-1 does not answer: repeat it when it does");
        landed.clear();
        bring(whole());
        assertThat(landed).containsExactly(Optional.of("array array-1 does not answer: repeat it when it does"));
    }

    /// Takes the file, and now and then wants to be asked again.
    private static final class Shelf implements Exporting.Sink {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<String> ends = new ArrayList<>();
        private final int restsEach;
        private int offers;

        private Shelf(int restsEach) {
            this.restsEach = restsEach;
        }

        @Override
        public boolean take(byte[] part) {
            offers++;
            if (offers % restsEach == 0) {
                return false;
            }
            bytes.writeBytes(part);
            return true;
        }

        @Override
        public void done() {
            ends.add("done");
        }

        @Override
        public void failed(String why) {
            ends.add(why);
        }

        @Override
        public boolean isGone() {
            return false;
        }
    }

    private Shelf export(int restsEach) {
        Shelf shelf = new Shelf(restsEach);
        node.spawn(
                Exporting.create(new Exporting.Way(link, port(), shelf), new Exporting.Source(MANIFEST, COPY)),
                "export-" + ports);
        fleet.run(A_WHILE);
        return shelf;
    }

    private void bring(byte[] file) {
        var place = new Importing.Place(link, port(), ArrayFleet.ARRAY.value(), COPY);
        var cargo = new Importing.Cargo(VM, new ByteArrayInputStream(file), landed::add);
        node.spawn(Importing.create(place, cargo), "import-" + ports);
        fleet.run(A_WHILE);
    }

    private ArrayDisk.Port port() {
        ports++;
        return new ArrayDisk.Port(ArrayFleet.ARRAY, "port-" + ports);
    }

    private static byte[] whole() {
        PortableWriter writer = new PortableWriter();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(writer.manifest(MANIFEST));
        all.writeBytes(writer.disk(List.of(new Held("client-web-1", 40, List.of(new Span(42, 50))))));
        for (int part = 0; part < 5; part++) {
            all.writeBytes(
                    writer.memory(new PageBatch(new long[] {part * 10L, part * 10L + 7}, new long[] {0, part + 1})));
        }
        all.writeBytes(writer.seal(new Seal(5, 99, "{}")));
        all.writeBytes(writer.end());
        return all.toByteArray();
    }

    private static Manifest manifest() {
        var spec = new VmSpec(
                VM,
                "web",
                1,
                MemorySize.ofMebibytes(64),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                ArrayFleet.ARRAY.value(),
                VmSpec.Care.none(),
                WorkloadSpec.idle());
        return new Manifest(spec, new ImageSpec("blank", 0, 0), 3, true);
    }
}
