package io.godwit.drill.file;

import io.godwit.drill.Drill;
import io.godwit.drill.file.Cells.Cell;
import io.godwit.guest.IllegalTrace;
import io.godwit.guest.TraceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

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

    /// Trace folders of this machine, relative to the working directory. Hidden files are no traces. Each folder is
    /// read through once, so that a drill does not find out in its middle that a file is none.
    ///
    /// Its calls throw [IllegalTrace], naming file and line, where a file of a folder is not in the format.
    public static TraceFolders traceFolders() {
        var known = new ConcurrentSkipListMap<String, List<String>>();
        return folder -> isFolder(folder)
                ? Optional.of(known.computeIfAbsent(folder, DrillFiles::readThrough))
                : Optional.empty();
    }

    private static boolean isFolder(String folder) {
        try {
            return Files.isDirectory(Path.of(folder)) && Files.isReadable(Path.of(folder));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private static List<String> readThrough(String folder) {
        List<String> files = TraceFolder.files(Path.of(folder));
        files.forEach(file -> TraceFolder.readFile(Path.of(folder), file));
        return files;
    }

    private static String text(Path file) {
        try {
            if (file.toString().isBlank() || Files.isDirectory(file)) {
                throw unreadable(file, "is no file: name a drill, like config/drills/host-loss.yaml");
            }
            return text(file, Files.newInputStream(file));
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "there is no such file: name a drill, like config/drills/host-loss.yaml");
        } catch (CharacterCodingException binary) {
            throw unreadable(file, "is no text in UTF-8: name a drill, like config/drills/host-loss.yaml");
        } catch (IOException failed) {
            throw unreadable(file, "cannot be read (" + failed.getMessage() + "): check its permissions");
        }
    }

    private static String text(Path file, InputStream open) throws IOException {
        try (open) {
            byte[] bytes = open.readNBytes(Bounds.FILE_BYTES + 1);
            if (bytes.length > Bounds.FILE_BYTES) {
                throw unreadable(
                        file,
                        "is larger than " + (Bounds.FILE_BYTES >> 20)
                                + " MiB: name a drill, like config/drills/host-loss.yaml");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }

    private static DrillFileError unreadable(Path file, String sentence) {
        return new DrillFileError(List.of(new Problem(new Where(file.toString(), 0), "", sentence)));
    }
}
