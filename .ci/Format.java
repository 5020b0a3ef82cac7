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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Checks or applies the house's format, palantir-java-format, to every source folder of the modules. `pom.xml` runs it
/// with the toolchain's JDK, as the formatter parses with the JDK it runs on.
///
/// The formatter takes `///` for a line comment and wraps a long one into `//`, so that it only gets to see a
/// placeholder of each. It can't read `case A(_)`: write `case A(var _)`.
final class Format {

    private static final Pattern DOC_LINE = Pattern.compile("(?m)^(\\h*)///(.*)$");

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
        List<String> docs = new ArrayList<>();
        String hidden = DOC_LINE.matcher(used).replaceAll(line -> {
            docs.add(line.group(2).stripTrailing());
            return line.group(1) + "///" + (docs.size() - 1);
        });
        return DOC_LINE.matcher(formatter.formatSource(hidden))
                .replaceAll(line -> Matcher.quoteReplacement(
                        line.group(1) + "///" + docs.get(Integer.parseInt(line.group(2).strip()))));
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
