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
/// placeholder of each; words beyond the end of a line move to the next one here. It can't read `case A(_)`, so that
/// it gets `case A(var _)`, which is the house's format then.
final class Format {

    private static final int LINE_LENGTH = 120;

    private static final Pattern RECORD_PATTERN =
            Pattern.compile("\\bcase\\s[^;{}]*?(?=->|\\bwhen\\b|:)|\\binstanceof\\s+[\\w.]+\\([^;{}]*?\\)");
    private static final Pattern UNNAMED = Pattern.compile("(?<=[(,])(\\s*)_(?=\\s*[,)])");
    /// A line of the same paragraph: no item of a list, no tag, no fence.
    private static final Pattern GOES_ON = Pattern.compile("/// [\\w(`\\[](?!``)");

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
        String used = breakLongDocs(RemoveUnusedImports.removeUnusedImports(ordered));
        List<String> docs = new ArrayList<>();
        String hidden = DOC_LINE.matcher(used).replaceAll(line -> {
            docs.add(line.group(2).stripTrailing());
            return line.group(1) + "///" + (docs.size() - 1);
        });
        String named = RECORD_PATTERN
                .matcher(hidden)
                .replaceAll(match -> Matcher.quoteReplacement(
                        UNNAMED.matcher(match.group()).replaceAll("$1var _")));
        return DOC_LINE.matcher(formatter.formatSource(named))
                .replaceAll(line -> Matcher.quoteReplacement(
                        line.group(1) + "///" + docs.get(Integer.parseInt(line.group(2).strip()))));
    }

    private static String breakLongDocs(String source) {
        List<String> lines = new ArrayList<>(List.of(source.split("\n", -1)));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int end = line.lastIndexOf(' ', LINE_LENGTH);
            if (line.length() > LINE_LENGTH && line.strip().startsWith("///") && end > line.indexOf("/// ") + 3) {
                String start = line.substring(0, line.indexOf("///")) + "/// ";
                String next = i + 1 < lines.size() ? lines.get(i + 1).strip() : "";
                String rest = start + line.substring(end + 1);
                lines.set(i, line.substring(0, end));
                if (GOES_ON.matcher(next).lookingAt()) {
                    lines.set(i + 1, rest + next.substring(3));
                } else {
                    lines.add(i + 1, rest);
                }
            }
        }
        return String.join("\n", lines);
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
