package io.godwit.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.settings.SettingsFile.Read;
import io.godwit.settings.SettingsFile.Unusable;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArraySettingsTest {

    private static final Path SHIPPED =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config/arrays");

    @Test
    void readsEveryArrayThatIsShipped() {
        for (String name : List.of("lab", "ebs-gp3")) {
            assertThat(ArraySettings.FILES.named(SHIPPED, name))
                    .isInstanceOfSatisfying(Read.class, read -> assertThat(((ArraySettings) read.settings()).log())
                            .isEqualTo(MemorySize.ofMebibytes(16)));
        }
    }

    @Test
    void namesFileLineAndRemedy(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bad.yaml");
        Files.writeString(file, Files.readString(SHIPPED.resolve("lab.yaml")).replace("log: 16MiB", "log: 0B"));
        assertThat(ArraySettings.FILES.read(file))
                .isInstanceOfSatisfying(Unusable.class, unusable -> assertThat(unusable.sentence())
                        .contains("bad.yaml", "log of nothing", "write 16MiB"));
        assertThat(ArraySettings.FILES.named(SHIPPED, "tape"))
                .isInstanceOfSatisfying(Unusable.class, unusable -> assertThat(unusable.sentence())
                        .contains("there is no array 'tape'", "write one of ebs-gp3, lab"));
    }
}
