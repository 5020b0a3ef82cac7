import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Checks or applies the house's format, palantir-java-format, to every source folder of the modules. `pom.xml` runs it
/// with the toolchain's JDK, as the formatter parses with the JDK it runs on.
///
/// The formatter takes `///` for a line comment, and breaks a long one into `///` and `//`: here such a line is broken
/// into two of `///` before it gets there. It can't read `case A(_)`: write `case A(var _)`.
final class Format {

    private static final int LINE_LENGTH = 120;

    public static void main(String[] args) throws IOException {
        boolean apply = args[0].equals("apply");
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        for (Path source : sources(Path.of(args[1]))) {
            String before = Files.readString(source);
            try {
                String after = format(formatter, before);
                if (!after.equals(before) && apply) {
                    Files.writeString(source, after);
                }
                if (!after.equals(before)) {
                    System.out.println((apply ? "formatted " : "") + source);
                }
            } catch (FormatterException refused) {
                System.out.println(source + ":" + refused.getMessage());
            }
        }
    }

    private static String format(Formatter formatter, String source) throws FormatterException {
        String ordered = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.PALANTIR);
        String used = RemoveUnusedImports.removeUnusedImports(ordered);
        return formatter.formatSource(breakLongComments(used));
    }

    private static String breakLongComments(String source) {
        List<String> lines = new ArrayList<>();
        for (String line : source.split("\n", -1)) {
            String rest = line;
            int at = breakAt(rest);
            while (at > 0) {
                lines.add(rest.substring(0, at).stripTrailing());
                rest = " ".repeat(rest.indexOf("///")) + "/// " + rest.substring(at).strip();
                at = breakAt(rest);
            }
            lines.add(rest);
        }
        return String.join("\n", lines);
    }

    /// Where a `///` line that is too long is broken: after its last word that fits, or 0 if it stays as it is.
    private static int breakAt(String line) {
        if (line.length() <= LINE_LENGTH || !line.strip().startsWith("///")) {
            return 0;
        }
        int space = line.lastIndexOf(' ', LINE_LENGTH);
        return space > line.indexOf("///") + 4 ? space : 0;
    }

    private static List<Path> sources(Path home) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("hypervisor-actors", "migration", "cluster-node")) {
            try (Stream<Path> files = Files.walk(home.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
            }
        }
        return found;
    }
}
