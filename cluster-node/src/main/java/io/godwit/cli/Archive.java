package io.godwit.cli;

import io.godwit.report.HtmlReport;
import io.godwit.report.HtmlSummary;
import io.godwit.verdict.Comparisons;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.JUnitXml;
import io.godwit.verdict.ReportJson;
import io.godwit.verdict.Summary;
import io.godwit.verdict.Summary.RunRow;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The folder of a report: `report.json`, `report.html`, `junit.xml`. What was there before is compared with, and
/// replaced.
record Archive(Path folder) {

    static final String HTML = "report.html";
    private static final String JSON = "report.json";
    private static final String JUNIT = "junit.xml";

    /// The folder's name of a cell.
    static String cellName(String drill, Map<String, String> cell) {
        return cell.isEmpty()
                ? drill
                : cell.entrySet().stream()
                        .map(entry -> entry.getKey() + "-" + entry.getValue())
                        .collect(Collectors.joining("-"));
    }

    /// Makes sure that a report can be written here, before there is one.
    ///
    /// @throws InvalidSettings if it can't
    void open() {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".report", ""));
        } catch (FileAlreadyExistsException file) {
            throw new InvalidSettings("--out " + folder + ": is a file: name a folder for the report");
        } catch (IOException unwritable) {
            throw new InvalidSettings("--out " + folder + ": nothing can be written there ("
                    + unwritable.getClass().getSimpleName() + "): name another folder");
        }
    }

    void write(DrillReport report) throws IOException {
        var compared = compared(report);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(JSON), ReportJson.write(compared));
        Files.writeString(folder.resolve(HTML), HtmlReport.render(compared));
        Files.writeString(folder.resolve(JUNIT), JUnitXml.write(List.of(compared)));
    }

    /// @param pageOf where a run's own page is, relative to this folder; empty: it has none
    void write(Summary summary, Function<RunRow, Optional<String>> pageOf) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(JSON), ReportJson.write(summary));
        Files.writeString(folder.resolve(HTML), HtmlSummary.render(summary, pageOf));
        Files.writeString(folder.resolve(JUNIT), JUnitXml.write(summary));
    }

    private DrillReport compared(DrillReport report) throws IOException {
        var before = folder.resolve(JSON);
        if (!Files.isReadable(before)) {
            return report;
        }
        try {
            return Comparisons.compared(report, ReportJson.read(Files.readString(before)));
        } catch (IllegalArgumentException anotherForm) {
            return report;
        }
    }
}
