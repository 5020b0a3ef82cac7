package io.godwit.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Seal;
import io.godwit.device.Disk.Span;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.VmId;
import io.godwit.image.ImageSpec;
import io.godwit.memory.PageBatch;
import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PortableFileTest {

    private static final Manifest WITH_MEMORY = manifest(true);
    private static final List<Held> HELD = List.of(new Held("client-web-1", 40, List.of(new Span(42, 50))));
    private static final Seal SEAL = new Seal(2, 0x1234_5678_9ABC_DEF0L, "{\"ranNs\":7}");

    @Test
    void givesBackWhatItWasGiven() throws Exception {
        List<Section> sections = read(whole());
        assertThat(sections)
                .containsExactly(
                        new Section.Described(WITH_MEMORY),
                        new Section.OnDisk(HELD),
                        new Section.InMemory(pages(1)),
                        new Section.InMemory(pages(2)),
                        new Section.Sealed(SEAL),
                        new Section.End());
        assertThat(PortableReader.check(new ByteArrayInputStream(withoutMemory())))
                .isEqualTo(manifest(false));
    }

    @Test
    void aFileThatLacksItsLastBytesIsRefusedWhereverItEnds() {
        byte[] whole = whole();
        for (int length = 0; length < whole.length; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length)))
                    .as("%d of %d bytes", length, whole.length)
                    .isIn(
                            "it is no portable VM: `godwit vm export VM --to FILE` writes one",
                            "it ends too early: copy or export it again");
        }
    }

    @Test
    void oneBitThatIsAnotherAnywhereIsRefused() {
        byte[] whole = whole();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] other = whole.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(refusal(other)).as("bit %d", bit).isNotEmpty();
        }
    }

    @Test
    void whatIsNoPortableFileIsToldFromOneThatIsDamaged() {
        RandomGenerator random = Seed.of(3).child("bytes").generator();
        byte[] foreign = new byte[4_096];
        random.nextBytes(foreign);
        assertThat(refusal(foreign)).startsWith("it is no portable VM");
        assertThat(refusal(new byte[0])).startsWith("it is no portable VM");
        byte[] damaged = whole();
        damaged[damaged.length / 2] ^= 1;
        assertThat(refusal(damaged)).startsWith("it is damaged");
    }

    @Test
    void aLaterFormIsRefusedByItsNumber() {
        byte[] later = whole();
        later[9] = 2;
        assertThat(refusal(later))
                .isEqualTo("its form is version 2, and this Godwit reads version 1: import it with a newer one");
    }

    @Test
    void whatStandsBehindTheEndIsRefused() {
        byte[] whole = whole();
        assertThat(refusal(Arrays.copyOf(whole, whole.length + 1))).startsWith("there is more behind its end");
    }

    @Test
    void aPartThatIsMissingIsRefusedThoughEachThatIsThereIsSound() {
        PortableWriter writer = new PortableWriter();
        byte[] manifest = writer.manifest(WITH_MEMORY);
        byte[] disk = writer.disk(HELD);
        byte[] one = writer.memory(pages(1));
        byte[] two = writer.memory(pages(2));
        byte[] seal = writer.seal(SEAL);
        byte[] end = writer.end();
        assertThat(refusal(joined(manifest, disk, one, two, seal, end))).isEmpty();
        assertThat(refusal(joined(manifest, disk, one, seal, end))).startsWith("it is damaged");
        assertThat(refusal(joined(manifest, disk, two, one, seal, end))).startsWith("it is damaged");
        assertThat(refusal(joined(manifest, one, two, seal, end))).startsWith("it is damaged");
        assertThat(refusal(joined(manifest, disk, end))).startsWith("it is damaged");
    }

    /// A file of this version, as it is written down here, is read for ever, or the version grows.
    @Test
    void theFormOfThisVersionStaysWhatItIs() throws Exception {
        try (InputStream in = PortableFileTest.class.getResourceAsStream("version-1.godwit")) {
            byte[] kept = in.readAllBytes();
            assertThat(read(kept)).isEqualTo(read(whole()));
        }
    }

    static byte[] whole() {
        PortableWriter writer = new PortableWriter();
        return joined(
                writer.manifest(WITH_MEMORY),
                writer.disk(HELD),
                writer.memory(pages(1)),
                writer.memory(pages(2)),
                writer.seal(SEAL),
                writer.end());
    }

    private static byte[] withoutMemory() {
        PortableWriter writer = new PortableWriter();
        return joined(writer.manifest(manifest(false)), writer.disk(HELD), writer.end());
    }

    private static Manifest manifest(boolean memory) {
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
                WorkloadSpec.idle());
        return new Manifest(spec, new ImageSpec("blank", 0, 0), 3, memory);
    }

    private static PageBatch pages(int part) {
        long[] pages = new long[20];
        long[] contents = new long[pages.length];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = part * 1_000L + 3L * i;
            contents[i] = i % 4 == 0 ? 0 : 0x0101_0101_0101_0101L * part * i;
        }
        return new PageBatch(pages, contents);
    }

    private static List<Section> read(byte[] file) throws IOException, NotPortable {
        PortableReader reader = PortableReader.open(new ByteArrayInputStream(file));
        List<Section> sections = new ArrayList<>();
        do {
            sections.add(reader.next());
        } while (!(sections.getLast() instanceof Section.End));
        return sections;
    }

    /// Empty if it is not refused.
    private static String refusal(byte[] file) {
        NotPortable refused =
                catchThrowableOfType(NotPortable.class, () -> PortableReader.check(new ByteArrayInputStream(file)));
        return refused == null ? "" : refused.sentence();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
