package io.godwit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.experiment.IllegalSetting;
import io.godwit.figure.Drawing;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.page.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every lab owes: the same bytes twice, files that agree, a page that opens, parameters that are refused in a
/// sentence.
class LabsTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config");

    private static final Pattern CELL = Pattern.compile("<t[dh][^>]*>(.*?)</t[dh]>");

    @TempDir
    private Path folder;

    static Stream<Lab> labs() {
        return Stream.concat(Stream.of(new TinyLab()), Labs.all().stream());
    }

    @ParameterizedTest
    @MethodSource("labs")
    void givesTheSameBytesTwice(Lab lab) throws IOException {
        var first = files(lab, folder.resolve("first"));
        var second = files(lab, folder.resolve("second"));
        assertThat(first.keySet()).contains("lab.html");
        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("labs")
    void hasThePageAndTheFilesTellTheSameNumbers(Lab lab) throws IOException {
        var files = files(lab, folder.resolve("run"));
        var page = files.get("lab.html");
        for (var figure : run(lab).findings().figures()) {
            var csv = files.get(figure.caption().id() + ".csv");
            assertThat(csv).as(figure.caption().id()).isEqualTo(figure.tidy().csv());
            assertThat(figure.tidy().rows()).as(figure.caption().id()).isNotEmpty();
            if (!(figure instanceof Grid)) {
                assertThat(cells(page, figure))
                        .startsWith(figure.tidy().rows().stream()
                                .limit(100)
                                .flatMap(List::stream)
                                .toArray(String[]::new));
                assertThat(files.get(figure.caption().id() + ".svg"))
                        .isEqualTo(Drawing.svg(figure).orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void saysWhatOneTeachesFrom(Lab lab) {
        var findings = run(lab).findings();
        assertThat(lab.card().question()).endsWith("?");
        assertThat(findings.answer()).matches("(?s).*\\d.*").endsWith(".");
        assertThat(findings.see()).isNotEmpty().allMatch(it -> it.endsWith("."));
        var page = LabPage.render(run(lab));
        assertThat(page).contains("id=\"set-up\"", "id=\"see\"", "id=\"not-modelled\"", "id=\"sources\"");
    }

    @ParameterizedTest
    @MethodSource("labs")
    void walksForthAndBackOverTheSameStates(Lab lab) {
        var steps = run(lab).findings().steps();
        if (steps.isEmpty()) {
            return;
        }
        var walk = Walk.through(steps);
        while (!walk.isAtTheEnd()) {
            assertThat(walk.next().back()).isEqualTo(walk);
            walk = walk.next();
        }
        assertThat(walk).isEqualTo(Walk.through(steps).toTheEnd());
        assertThat(walk.next()).isEqualTo(walk);
        assertThat(steps.stream().map(it -> it.after().columns()).distinct())
                .as("a walk that changes its columns can't be followed")
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("labs")
    void refusesWhatItDoesNotKnowInASentence(Lab lab) {
        assertThatThrownBy(() -> Run.of(lab, Map.of("nonsense", "1"), 1, CONFIG))
                .isInstanceOf(IllegalSetting.class)
                .hasMessageStartingWith("there is no parameter 'nonsense': ");
        for (var parameter : lab.parameters()) {
            assertThatThrownBy(() -> Run.of(lab, Map.of(parameter.name(), "-1"), 1, CONFIG))
                    .as(parameter.name())
                    .isInstanceOf(IllegalSetting.class)
                    .hasMessageStartingWith(parameter.name() + ": ");
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void opensInABrowserWithoutAComplaint(Lab lab) throws IOException, InterruptedException {
        Browser.assumeThereIsOne();
        assertThat(new Browser(folder).complaints(LabPage.render(run(lab)))).isEmpty();
        assertThat(Files.size(folder.resolve("page.png"))).isGreaterThan(10_000);
    }

    @Test
    void namesAreUnique() {
        assertThat(labs().map(it -> it.card().name())).doesNotHaveDuplicates();
    }

    private static Run run(Lab lab) {
        return Run.of(lab, Map.of(), 1, CONFIG);
    }

    private static Map<String, String> files(Lab lab, Path folder) throws IOException {
        LabFolder.write(run(lab), folder);
        var texts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    /// All cells of the table in a figure's section.
    private static List<String> cells(String page, Figure figure) {
        int from = page.indexOf("<section id=\"" + figure.caption().id() + "\"");
        var body = page.substring(page.indexOf("<tbody>", from), page.indexOf("</tbody>", from));
        return CELL.matcher(body)
                .results()
                .map(it -> it.group(1)
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&"))
                .toList();
    }
}
