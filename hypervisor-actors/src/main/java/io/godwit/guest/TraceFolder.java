package io.godwit.guest;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A folder of CPU traces, one file a VM, in the order of the files' names. This is the one place of the package
/// that reads files.
public final class TraceFolder {

    private TraceFolder() {}

    /// @param file its name within the folder
    public record NamedTrace(String file, CpuTrace trace) {}

    /// Reads all files of a folder, apart from hidden ones.
    ///
    /// @throws IllegalTrace if folder or file can't be read, or is not in the format, naming file and line
    public static List<NamedTrace> read(Path folder) {
        var traces = files(folder).stream()
                .map(file -> new NamedTrace(file, readFile(folder, file)))
                .toList();
        if (traces.isEmpty()) {
            throw new IllegalTrace(folder + " has no file in it: name a folder with one trace a VM");
        }
        return traces;
    }

    /// The names of the files of a folder, apart from hidden ones, sorted.
    ///
    /// @throws IllegalTrace if the folder can't be read
    public static List<String> files(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalTrace(folder + " can't be read as a folder of traces: name one that can");
        }
    }

    /// Reads one file of a folder.
    ///
    /// @throws IllegalTrace if it can't be read, or is not in the format, naming file and line
    public static CpuTrace readFile(Path folder, String file) {
        Path path = folder.resolve(file);
        try {
            return CpuTrace.parse(path.toString(), Files.readAllLines(path));
        } catch (CharacterCodingException e) {
            throw new IllegalTrace(path + " is not text: write a whole per cent a line, or remove the file");
        } catch (IOException e) {
            throw new IllegalTrace(path + " can't be read: make it readable, or name another folder");
        }
    }
}
