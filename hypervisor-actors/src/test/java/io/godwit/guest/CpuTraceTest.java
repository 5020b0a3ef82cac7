package io.godwit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTraceTest {

    @Test
    void holdsEachSampleForFiveMinutesAndStartsAgainAtTheEnd() {
        var trace = CpuTrace.parse("a", List.of("0", "100", "7", ""));
        assertThat(trace.samples()).isEqualTo(3);
        assertThat(trace.nanoCoresPerVcpu(0)).isZero();
        assertThat(trace.nanoCoresPerVcpu(CpuTrace.STEP_NS - 1)).isZero();
        assertThat(trace.nanoCoresPerVcpu(CpuTrace.STEP_NS)).isEqualTo(1_000_000_000);
        assertThat(trace.nanoCoresPerVcpu(5 * CpuTrace.STEP_NS)).isEqualTo(70_000_000);
        assertThat(trace.nextStepNs(0)).hasValue(CpuTrace.STEP_NS);
        assertThat(trace.nextStepNs(CpuTrace.STEP_NS)).hasValue(2 * CpuTrace.STEP_NS);
    }

    @Test
    void namesFileAndLineOfWhatIsNoPerCent() {
        for (String wrong : List.of("101", "-1", "1.5", "abc", "")) {
            assertThatThrownBy(() -> CpuTrace.parse("dir/vm", List.of("1", wrong, "2")))
                    .isInstanceOf(IllegalTrace.class)
                    .hasMessage("dir/vm:2: '" + wrong + "' is not a whole per cent: write a number from 0 to 100");
        }
        assertThatThrownBy(() -> CpuTrace.parse("dir/vm", List.of("")))
                .hasMessage("dir/vm is empty: write a whole per cent a line, or remove the file");
    }

    @Test
    void readsAFolderByNameAndSaysWhatItCannotRead(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> TraceFolder.read(folder)).hasMessageContaining("has no file in it");
        assertThatThrownBy(() -> TraceFolder.read(folder.resolve("absent")))
                .isInstanceOf(IllegalTrace.class)
                .hasMessageEndingWith("absent can't be read as a folder of traces: name one that can");
        Files.writeString(folder.resolve("b"), "2\n");
        Files.writeString(folder.resolve("a"), "1\n");
        Files.writeString(folder.resolve(".hidden"), "none");
        assertThat(TraceFolder.read(folder))
                .extracting(TraceFolder.NamedTrace::file)
                .containsExactly("a", "b");
        Files.write(folder.resolve("c"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> TraceFolder.read(folder)).hasMessageContaining("c is not text: ");
        Files.writeString(folder.resolve("c"), "3\nx\n");
        assertThatThrownBy(() -> TraceFolder.read(folder)).hasMessageContaining("c:2: 'x' is not a whole per cent");
    }

    @Test
    void theRecordedDayHasItsPublishedMoments() {
        var folder = recordedDay();
        assumeTrue(folder.isPresent(), "the PlanetLab traces of 2011-03-03 are absent: set GODWIT_TRACES");
        var traces = TraceFolder.read(folder.orElseThrow());
        var values = new ArrayList<Double>();
        for (var named : traces) {
            assertThat(named.trace().samples()).as(named.file()).isEqualTo(288);
            for (int sample = 0; sample < named.trace().samples(); sample++) {
                values.add((double) named.trace().percent(sample));
            }
        }
        assertThat(traces).hasSize(1_052);
        var moments = Moments.of(values);
        assertThat(moments.mean()).isCloseTo(12.31, within(0.005));
        assertThat(moments.deviation()).isCloseTo(17.09, within(0.005));
        assertThat(moments.quartiles()).containsExactly(2.0, 6.0, 15.0);
    }

    /// The folder that is named, or else the one in `shared/traces` of a folder around this one.
    private static Optional<Path> recordedDay() {
        String named = System.getProperty("GODWIT_TRACES", System.getenv().getOrDefault("GODWIT_TRACES", ""));
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(around -> around.resolve("shared/traces/planetlab-20110303"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
