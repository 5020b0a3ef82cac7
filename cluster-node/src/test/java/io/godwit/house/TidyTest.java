package io.godwit.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidyTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern QUOTED_PATH =
            Pattern.compile("`((?:config|deploy|docs|\\.ci|hypervisor-actors|migration|cluster-node)/[\\w./-]+)`");

    @Test
    void sourcesAreTidy() {
        List<SourceFile> sources = House.sources();
        assertThat(told("sources", sources)).hasSizeGreaterThan(100);
        assertThat(findings(sources, TidyRules::longFile)).isEmpty();
        assertThat(findings(sources, TidyRules::longLine)).isEmpty();
        assertThat(findings(sources, TidyRules::todo)).isEmpty();
        assertThat(findings(sources, TidyRules::commentedOutCode)).isEmpty();
        assertThat(findings(sources, TidyRules::banner)).isEmpty();
    }

    @Test
    void methodsAreShortAndTypesAreNamedForWhatTheyAre() {
        List<MethodRules.Look> looks =
                House.sources().stream().map(MethodRules::look).toList();
        int methods = looks.stream().mapToInt(MethodRules.Look::methods).sum();
        int types = looks.stream().mapToInt(MethodRules.Look::types).sum();
        System.out.println("Looked at " + methods + " methods of " + types + " types");
        assertThat(methods).isGreaterThan(250);
        assertThat(types).isGreaterThan(200);
        assertThat(looks.stream().flatMap(look -> look.findings().stream())).isEmpty();
    }

    @Test
    void everyPackageOfTheProductSaysWhatItIsForAndIsNullMarked() {
        List<SourceFile> sources = only(House.sources(), source -> source.path().startsWith(mainOf(source)));
        List<Path> folders = sources.stream()
                .map(source -> source.path().getParent())
                .distinct()
                .toList();
        assertThat(folders).hasSizeGreaterThan(10);
        assertThat(withoutInfo(folders)).isEmpty();
        List<SourceFile> infos = only(sources, source -> source.path().endsWith("package-info.java"));
        assertThat(findings(told("packages", infos), TidyRules::packageWithoutWords))
                .isEmpty();
    }

    @Test
    void nothingNamesTheMachineItWasMadeOn() {
        List<SourceFile> texts = texts(name ->
                name.matches(".*\\.(java|md|ya?ml|xml|sh|html|css|js|json|conf)|(.*/)?(godwit|run|Dockerfile)"));
        assertThat(told("texts", texts)).hasSizeGreaterThan(100);
        assertThat(findings(texts, TidyRules::placeOfWork)).isEmpty();
    }

    @Test
    void whatDocsPointAtExists() {
        List<SourceFile> docs = texts(name -> name.endsWith(".md"));
        assertThat(told("docs", docs)).hasSizeGreaterThan(1);
        assertThat(findings(docs, TidyTest::deadPointers)).isEmpty();
    }

    @Test
    void eachRuleBites() {
        Path here = Path.of("docs/Planted.java");
        assertThat(TidyRules.longFile(new SourceFile(here, "\n".repeat(401)))).isNotEmpty();
        assertThat(TidyRules.longLine(new SourceFile(here, "x".repeat(121)))).isNotEmpty();
        assertThat(TidyRules.todo(new SourceFile(here, "// TO" + "DO later"))).isNotEmpty();
        assertThat(TidyRules.commentedOutCode(new SourceFile(here, "    // total += 1;")))
                .isNotEmpty();
        assertThat(TidyRules.banner(new SourceFile(here, "// ======== fields"))).isNotEmpty();
        assertThat(TidyRules.placeOfWork(new SourceFile(here, "see /wor" + "k/briefs")))
                .isNotEmpty();
        assertThat(TidyRules.placeOfWork(new SourceFile(here, "see ../sha" + "red/traces")))
                .isNotEmpty();
        assertThat(TidyRules.packageWithoutWords(new SourceFile(here, "package io.godwit.planted;")))
                .isNotEmpty();
        assertThat(deadPointers(new SourceFile(here, "[a page](nowhere.md)"))).isNotEmpty();
        assertThat(deadPointers(new SourceFile(here, "in `docs/nowhere.md`"))).isNotEmpty();
    }

    @Test
    void aPackageWithoutInfoIsFound(@TempDir Path folder) throws IOException {
        assertThat(withoutInfo(List.of(folder))).containsExactly(folder);
        Files.writeString(folder.resolve("package-info.java"), "");
        assertThat(withoutInfo(List.of(folder))).isEmpty();
    }

    @Test
    void eachRuleOfMethodsBites() {
        assertThat(looked("class A { void m(int a, int b, int c, int d, int e) {} }"))
                .isNotEmpty();
        assertThat(looked("class A { void m() {" + "\n".repeat(40) + "} }")).isNotEmpty();
        assertThat(looked("class AbstractThing {}")).isNotEmpty();
        assertThat(looked("class DiskManager {}")).isNotEmpty();
        assertThat(looked("record Database(int a, int b, int c, int d, int e) {}"))
                .isEmpty();
    }

    private static List<Path> withoutInfo(List<Path> folders) {
        return folders.stream()
                .filter(folder -> !Files.exists(House.HOME.resolve(folder).resolve("package-info.java")))
                .toList();
    }

    private static List<String> looked(String text) {
        return MethodRules.look(new SourceFile(Path.of("Planted.java"), text)).findings();
    }

    private static List<String> deadPointers(SourceFile doc) {
        Path folder = House.HOME.resolve(doc.path()).resolveSibling(".");
        return doc.linesThat(
                line -> dead(LINK, line, folder) || dead(QUOTED_PATH, line, House.HOME), "points at nothing");
    }

    private static boolean dead(Pattern pointer, String line, Path from) {
        Matcher found = pointer.matcher(line);
        return found.results()
                .map(match -> match.group(1))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .anyMatch(target -> !Files.exists(from.resolve(target)));
    }

    private static Path mainOf(SourceFile source) {
        return source.path().getName(0).resolve("src/main/java");
    }

    private static List<SourceFile> texts(Predicate<String> named) {
        return House.files().stream()
                .filter(file -> named.test(file.toString()))
                .map(file -> SourceFile.read(House.HOME, file))
                .toList();
    }

    private static List<SourceFile> only(List<SourceFile> files, Predicate<SourceFile> wanted) {
        return files.stream().filter(wanted).toList();
    }

    private static List<String> findings(List<SourceFile> files, Function<SourceFile, List<String>> rule) {
        return files.stream().flatMap(file -> rule.apply(file).stream()).toList();
    }

    private static List<SourceFile> told(String what, List<SourceFile> files) {
        System.out.println("Looked at " + files.size() + " " + what);
        return files;
    }
}
