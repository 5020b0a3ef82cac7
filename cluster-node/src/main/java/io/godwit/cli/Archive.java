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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The folder of a report: `report.json`, `report.html`, `junit.xml`. What was there before is compared with, and
/// replaced.
record Archive(Path folder) {

    /// A report has more, but where this fits a drill may begin.
    private static final int PROBE_BYTES = 64 << 10;

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
            Path probe = Files.createTempFile(folder, ".report", "");
            try {
                Files.write(probe, new byte[PROBE_BYTES]);
            } finally {
                Files.delete(probe);
            }
        } catch (FileAlreadyExistsException file) {
            throw new InvalidSettings("--out " + folder + ": is a file: name a folder for the report");
        } catch (IOException unwritable) {
            throw new InvalidSettings("--out " + folder + ": nothing can be written there (" + reason(unwritable)
                    + "): name another folder");
        }
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "there is no such folder, and none can be made";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException known when known.getReason() != null -> known.getReason();
            default -> String.valueOf(failed.getMessage());
        };
    }

    /// @throws Unwritten with a sentence, if the folder takes no more
    void write(DrillReport report) {
        try {
            writeAll(report);
        } catch (IOException failed) {
            throw unwritten(failed);
        }
    }

    private Unwritten unwritten(IOException failed) {
        return new Unwritten("the report can't be written to " + folder + " (" + reason(failed)
                + "): make room, or name another folder with --out");
    }

    private void writeAll(DrillReport report) throws IOException {
        var compared = compared(report);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(JSON), ReportJson.write(compared));
        Files.writeString(folder.resolve(HTML), HtmlReport.render(compared));
        Files.writeString(folder.resolve(JUNIT), JUnitXml.write(List.of(compared)));
    }

    /// @param pageOf where a run's own page is, relative to this folder; empty: it has none
    /// @throws Unwritten with a sentence, if the folder takes no more
    void write(Summary summary, Function<RunRow, Optional<String>> pageOf) {
        try {
            writeAll(summary, pageOf);
        } catch (IOException failed) {
            throw unwritten(failed);
        }
    }

    private void writeAll(Summary summary, Function<RunRow, Optional<String>> pageOf) throws IOException {
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
