package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Drill;
import io.godwit.verdict.DrillReport;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A few cells of the matrices of copies; the rest takes minutes, and is played from the command line.
class CopyMatrixTest {

    @ParameterizedTest
    @CsvSource({
        "copy-matrix, 'amid=whole,strike=kill,victim=host a-r1-1,moment=60ms'",
        "copy-matrix, 'amid=keep,strike=pause,victim=node of controller,moment=1ms'",
        "copy-arrays, 'amid=keep,gone=1s,moment=60ms'",
        "copy-arrays, 'amid=whole,gone=8s,moment=1ms'",
        "clearing, 'victim=datastore array-a,halted=host a-r1-1,moment=1ms'"
    })
    void aCopyIsWholeOrNotThereAndNothingNeededIsDropped(String name, String cell) {
        List<Drill> cells = ShippedDrill.read(name, 5).stream()
                .filter(drill -> drill.title().equals(name + "[" + cell + "]"))
                .toList();
        assertThat(cells).as(cell).hasSize(1);
        DrillReport report = ShippedDrill.report(cells.getFirst());
        assertThat(report.verdict().exitCode()).as(report.verdict().sentence()).isZero();
    }
}
