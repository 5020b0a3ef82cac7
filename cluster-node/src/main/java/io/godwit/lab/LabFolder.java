package io.godwit.lab;

import io.godwit.figure.Drawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of a run: `lab.html`, and for each figure its numbers as `NAME.csv` and its picture as `NAME.svg`.
public final class LabFolder {

    private static final String PAGE = "lab.html";

    private LabFolder() {}

    /// Replaces what was there of the same names.
    ///
    /// @return the page
    public static Path write(Run run, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var figure : run.findings().figures()) {
            var id = figure.caption().id();
            Files.writeString(folder.resolve(id + ".csv"), figure.tidy().csv());
            var picture = Drawing.svg(figure);
            if (picture.isPresent()) {
                Files.writeString(folder.resolve(id + ".svg"), picture.get());
            }
        }
        return Files.writeString(folder.resolve(PAGE), LabPage.render(run));
    }
}
