package io.godwit.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.LedgerSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.identity.VmId;
import io.godwit.image.ImageSpec;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Manifests of files that were written before a spec had all the keys that it has now, or after it will have more.
class OldManifestsTest {

    private static final EventRate RATE = EventRate.perSecond(10);
    private static final MemorySize SIZE = MemorySize.ofMebibytes(16);

    /// Keys that say which VM it is, and what was taken of it.
    private static final List<String> SAID = List.of(
            "/spec/id",
            "/spec/group",
            "/spec/vcpus",
            "/spec/memory",
            "/spec/kind",
            "/spec/image",
            "/spec/disk",
            "/image/name",
            "/image/pages",
            "/image/zeroShare",
            "/epoch",
            "/memory");

    @Test
    void aKeyThatIsNotThereIsAsEveryVmWasBeforeThereWasThatKey() throws Exception {
        Manifest usual = manifest(WorkloadSpec.idle());
        List<String> paths = keys(tree(usual), "");
        int filled = 0;
        for (String path : paths) {
            if (SAID.contains(path) || path.equals("/spec") || path.equals("/image")) {
                continue;
            }
            assertThat(read(without(path, usual))).as(path).isEqualTo(usual);
            filled++;
        }
        assertThat(filled).isGreaterThan(40);
        MemorySpec plain = new MemorySpec(SIZE, RATE, new Pattern.Sequential());
        Manifest writing = manifest(new WorkloadSpec(new CpuSpec.Constant(0), Optional.of(plain), Optional.empty()));
        for (String path : List.of("/spec/workload/memory/contents", "/spec/workload/memory/cache")) {
            assertThat(read(without(path, writing))).as(path).isEqualTo(writing);
        }
    }

    @Test
    void aManifestThatDoesNotSayWhichVmItIsOfIsRefused() {
        for (String path : SAID) {
            assertThat(refusal(without(path, manifest(WorkloadSpec.idle()))))
                    .as(path)
                    .startsWith("what it says of its VM")
                    .endsWith("is not what this Godwit reads: import it with the one that wrote it");
        }
    }

    @Test
    void aKeyThatNobodyKnowsIsNamedWhereverItStands() {
        for (String path : List.of("", "/spec", "/spec/platform/disk", "/spec/workload", "/image/likeness")) {
            ObjectNode json = tree(manifest(WorkloadSpec.idle()));
            ((ObjectNode) json.at(path)).put("turbo", 9);
            String key = (path + "/turbo").substring(1).replace('/', '.');
            assertThat(refusal(json))
                    .isEqualTo("it says '" + key
                            + "' of its VM, which this Godwit does not know: import it with a newer" + " one");
        }
    }

    @Test
    void aValueThatNobodyKnowsIsRefusedByItsPlace() {
        ObjectNode json = tree(manifest(WorkloadSpec.idle()));
        ((ObjectNode) json.at("/spec")).put("kind", "UNIKERNEL");
        assertThat(refusal(json))
                .isEqualTo("what it says of its VM at 'spec.kind' is not what this Godwit reads: import it with the one"
                        + " that wrote it");
    }

    /// It says all that a spec of version 1 could say. A key that a part of it gets, and that has no default, makes it
    /// unreadable: then [Omissions] needs one.
    @Test
    void aManifestOfVersionOneThatSaysEverythingIsReadForEver() throws Exception {
        try (InputStream in = OldManifestsTest.class.getResourceAsStream("version-1-says-all.json")) {
            JsonNode kept = PortableForm.JSON.readTree(in);
            assertThat(read((ObjectNode) kept)).isEqualTo(manifest(everything()));
        }
    }

    private static WorkloadSpec everything() {
        var memory = new MemorySpec(
                SIZE,
                RATE,
                new Pattern.HotCold(100, 900),
                new WriteContents(100, 300),
                Optional.of(new FileCache(SIZE, RATE, "files")));
        return new WorkloadSpec(
                new CpuSpec.Constant(300),
                Optional.of(memory),
                Optional.of(new LedgerSpec(RATE)),
                WorkloadSpec.idle().activity(),
                new DeviceLoad(
                        Optional.of(BlockLoad.writing(RATE)),
                        Optional.of(new PacketLoad(RATE, RATE, MemorySize.parse("1500B"), true))),
                Optional.of(1),
                Optional.of(Duration.ofMillis(2)));
    }

    private static Manifest manifest(WorkloadSpec workload) {
        var spec = new VmSpec(
                new VmId("web-1"),
                "web",
                1,
                MemorySize.ofMebibytes(64),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "array-a",
                VmSpec.Care.none(),
                workload);
        return new Manifest(spec, new ImageSpec("blank", 0, 0), 3, false);
    }

    private static List<String> keys(JsonNode object, String under) {
        List<String> all = new ArrayList<>();
        object.properties().forEach(entry -> {
            String path = under + "/" + entry.getKey();
            all.add(path);
            all.addAll(keys(entry.getValue(), path));
        });
        return all;
    }

    private static ObjectNode without(String path, Manifest manifest) {
        ObjectNode json = tree(manifest);
        int last = path.lastIndexOf('/');
        assertThat(((ObjectNode) json.at(path.substring(0, last))).remove(path.substring(last + 1)))
                .as(path)
                .isNotNull();
        return json;
    }

    private static ObjectNode tree(Manifest manifest) {
        return PortableForm.JSON.valueToTree(manifest);
    }

    private static Manifest read(ObjectNode json) throws IOException, NotPortable {
        PortableReader reader = PortableReader.open(new ByteArrayInputStream(beginning(json)));
        return ((Section.Described) reader.next()).manifest();
    }

    private static String refusal(ObjectNode json) {
        return catchThrowableOfType(NotPortable.class, () -> read(json)).sentence();
    }

    /// A file as far as its manifest, with a right checksum.
    private static byte[] beginning(ObjectNode json) {
        byte[] payload = json.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer section =
                ByteBuffer.allocate(PortableForm.SECTION_HEADER_BYTES + payload.length + PortableForm.CHECKSUM_BYTES);
        section.put(PortableForm.MANIFEST).putInt(payload.length).put(payload);
        CRC32C checksum = new CRC32C();
        checksum.update(section.array(), 0, section.position());
        section.putInt((int) checksum.getValue());
        return ByteBuffer.allocate(PortableForm.MAGIC.length + Short.BYTES + section.capacity())
                .put(PortableForm.MAGIC)
                .putShort((short) PortableForm.VERSION)
                .put(section.array())
                .array();
    }
}
