package io.godwit.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// A text file of the clone. Findings are told as `path:line: what`.
record SourceFile(Path path, String text) {

    static SourceFile read(Path home, Path path) {
        try {
            return new SourceFile(path, Files.readString(home.resolve(path)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    List<String> lines() {
        return text.lines().toList();
    }

    List<String> linesThat(Predicate<String> offend, String what) {
        List<String> lines = lines();
        return IntStream.range(0, lines.size())
                .filter(index -> offend.test(lines.get(index)))
                .mapToObj(index -> finding(index + 1, what))
                .toList();
    }

    String finding(long line, String what) {
        return path + ":" + line + ": " + what;
    }
}
