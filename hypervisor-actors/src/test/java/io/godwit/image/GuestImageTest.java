package io.godwit.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestImageTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config/images");

    @TempDir
    private Path folder;

    @Test
    void readsEveryImageThatIsShippedAndEachIsCalledAsItsFile() throws IOException {
        List<String> names = shippedNames();
        assertThat(names).hasSizeGreaterThan(3);
        for (String name : names) {
            assertThat(shipped(name).image()).isEqualTo(name);
        }
    }

    @Test
    void fillsMemoryInPages() {
        GuestImage debian = shipped("debian-12");
        assertThat(debian.contents())
                .isEqualTo(new ImageSpec("debian-12", debian.memory().size().bytes() / 4096, 0.2));
    }

    @Test
    void twoKernelsOfOneEraDifferInWhetherTheySpeakHypercalls() {
        assertThat(shipped("linux-2.4").kernel().hypercalls()).isFalse();
        assertThat(shipped("xenolinux-2.4").kernel().hypercalls()).isTrue();
    }

    @Test
    void blankHasWhateverKernelIsWanted() {
        assertThat(GuestImage.blank().kernel().hypercalls()).isTrue();
        assertThat(GuestImage.blank().contents()).isEqualTo(Image.blank().spec());
        assertThat(GuestImage.blank().isOfContainers()).isFalse();
    }

    @Test
    void refusesLayersThatAreNotTheDisk() throws IOException {
        assertThat(refusal("  - name: base\n    size: 75MiB", "  - name: base\n    size: 76MiB"))
                .contains("bad.yaml", "the layers of nginx are 191MiB together, and its disk is 190MiB");
    }

    @Test
    void refusesAPartOfAPageAndAMissingSource() throws IOException {
        assertThat(refusal("  size: 8MiB", "  size: 8000B")).contains("pages of 4KiB");
        assertThat(refusal("  zero-share: 10%\n", "")).contains("memory.zero-share: this key is missing");
    }

    @Test
    void aContainersDiskIsItsLayers() {
        GuestImage nginx = shipped("nginx");
        assertThat(nginx.isOfContainers()).isTrue();
        assertThat(nginx.disk().size()).isEqualTo(MemorySize.ofMebibytes(190));
    }

    private String refusal(String part, String replacement) throws IOException {
        String text = Files.readString(SHIPPED.resolve("nginx.yaml"));
        assertThat(text).contains(part);
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, text.replace(part, replacement));
        return ((SettingsFile.Unusable<GuestImage>) GuestImage.FILES.read(file)).sentence();
    }

    private static GuestImage shipped(String name) {
        return ((SettingsFile.Read<GuestImage>) GuestImage.FILES.named(SHIPPED, name)).settings();
    }

    private static List<String> shippedNames() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
    }
}
