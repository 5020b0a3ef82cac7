package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.rehearsal.ShippedDrill;
import io.godwit.verdict.DrillReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX) // which has a file that is always full
    void aDiskThatFillsUpMeanwhileIsToldInASentence() throws IOException {
        DrillReport report =
                ShippedDrill.report(ShippedDrill.read("host-loss", 1).getFirst());
        Path full = Files.createSymbolicLink(folder.resolve("report.html"), Path.of("/dev/full"));
        assertThatThrownBy(() -> new Archive(folder).write(report))
                .isInstanceOf(Unwritten.class)
                .hasMessage("the report can't be written to " + folder
                        + " (No space left on device): make room, or name another folder with --out");
        Files.delete(full);
    }

    @Test
    void aFolderThatCannotBeMadeIsToldInWords() {
        assertThatThrownBy(() -> new Archive(Path.of("/proc/none")).open())
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("--out /proc/none: nothing can be written there (there is no such folder, and none can be"
                        + " made): name another folder");
    }

    @Test
    void nothingIsLeftOfTheTrial() {
        new Archive(folder).open();
        assertThat(folder).isEmptyDirectory();
    }
}
