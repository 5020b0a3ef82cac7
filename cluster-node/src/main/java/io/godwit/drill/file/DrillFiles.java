package io.godwit.drill.file;

import io.godwit.drill.Drill;
import io.godwit.drill.file.Cells.Cell;
import io.godwit.guest.IllegalTrace;
import io.godwit.guest.TraceFolder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The door to drill files.
public final class DrillFiles {

    private DrillFiles() {}

    /// The drills of a file: one for each cell of its matrix, or the only one.
    ///
    /// @throws DrillFileError if the file or an argument cannot be used
    public static List<Drill> load(Path file, Arguments arguments, Surroundings around) {
        return resolve(file.toString(), text(file), arguments, around);
    }

    /// As [#load], from a text.
    ///
    /// @param source what problems call it
    /// @throws DrillFileError if the text or an argument cannot be used
    public static List<Drill> resolve(String source, String yaml, Arguments arguments, Surroundings around) {
        var problems = new Problems();
        Optional<Value> tree =
                problems.attempt(() -> new YamlText(line -> new Where(source, line + 1), problems).read(yaml));
        problems.settle();
        Value root = new Overrides(problems).apply(tree.orElseThrow(), arguments);
        List<Cell> cells = Cells.of(root, problems);
        problems.settle();
        List<Drill> drills = new ArrayList<>();
        for (Cell cell : cells) {
            problems.attempt(() -> new DrillReader(around, problems).read(cell)).ifPresent(drills::add);
            problems.settle();
        }
        return drills;
    }

    /// Trace folders of this machine, relative to the working directory. Hidden files are no traces.
    public static TraceFolders traceFolders() {
        return folder -> {
            try {
                return Optional.of(TraceFolder.files(Path.of(folder)));
            } catch (IllegalTrace | InvalidPathException unreadable) {
                return Optional.empty();
            }
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "there is no such file: name a drill, like config/drills/host-loss.yaml");
        } catch (CharacterCodingException binary) {
            throw unreadable(file, "is no text in UTF-8: name a drill, like config/drills/host-loss.yaml");
        } catch (IOException failed) {
            throw unreadable(file, "cannot be read (" + failed.getMessage() + "): check its permissions");
        }
    }

    private static DrillFileError unreadable(Path file, String sentence) {
        return new DrillFileError(List.of(new Problem(new Where(file.toString(), 0), "", sentence)));
    }
}
