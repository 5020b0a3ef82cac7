package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.drill.Objective;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with a file is told in sentences, which stand here as golden text.
class RefusedDrillsTest {

    /// A mistake in the fixture: a part of its text, what stands there instead, and the sentences it gets.
    record Mistake(String part, String replacement, List<String> sentences) {

        @Override
        public String toString() {
            return replacement.isEmpty() ? "without " + part : replacement;
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void tellsWhatIsWrongWhereAndTheWayOut(Mistake mistake) {
        assertThat(problems(Fixture.with(mistake.part(), mistake.replacement())))
                .containsExactlyElementsOf(mistake.sentences());
    }

    @Test
    void theGoldenFileHasAllItsMistakes() throws IOException {
        assertThat(mistakes()).hasSizeGreaterThan(100);
    }

    static List<Mistake> mistakes() throws IOException {
        try (var golden = RefusedDrillsTest.class.getResourceAsStream("mistakes.txt")) {
            String text = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("\n\n"))
                    .filter(block -> !block.startsWith("#"))
                    .map(RefusedDrillsTest::mistake)
                    .toList();
        }
    }

    private static Mistake mistake(String block) {
        List<String> lines = block.lines().toList();
        return new Mistake(marked(lines, "- ").getFirst(), String.join("\n", marked(lines, "+ ")), marked(lines, "! "));
    }

    private static List<String> marked(List<String> lines, String mark) {
        return lines.stream()
                .filter(line -> line.startsWith(mark.strip()))
                .map(line -> line.substring(Math.min(line.length(), mark.length())))
                .toList();
    }

    @Test
    void tellsAllMistakesOfAStageAtOnce() {
        String text = Fixture.with("count: 2,", "cuont: 2,").replace("memory: 1GiB, disk: local", "memory: 1");

        assertThat(problems(text))
                .containsExactly(
                        "f.yaml:12: vms.db: unknown key 'cuont': did you mean 'count'?",
                        "f.yaml:14: vms.odd.memory: '1' has no unit: write a memory size like 8GiB, 512MiB, 64KiB or"
                                + " 4096B");
    }

    @Test
    void refusesFramesThatCannotCrossToAnotherVirtualLan() {
        String text = Fixture.with("disk: local}", "disk: local, network-device: {vlan: 7}}")
                .replace("{ledger: {writes: 1/s}}", "{packets: {rate: 10/s, to: web-1}}");
        assertThat(problems(text))
                .containsExactly("f.yaml:18: workload.odd.packets.to: is in no virtual LAN and 'odd' in virtual LAN 7,"
                        + " between which no frame passes: give both groups the same network-device: {vlan: ...}");
        String joined = text.replace("count: 3,", "count: 3, network-device: {vlan: 7},");
        assertThat(Fixture.resolve(joined).fleet().vms()).hasSize(6);
    }

    @Test
    void refusesFiguresThatNothingWouldMeasureAndBoundsThatAreNone() {
        assertThat(List.of(
                        "kill: {cpu: {at-least: 90%}}",
                        "trouble: {}",
                        "trouble: {cup: {at-least: 90%}}",
                        "trouble: {cpu: {}}",
                        "trouble: {cpu: {at-least: 2}}",
                        "trouble: {cpu: {at-least: 120%}}",
                        "trouble: {cpu: {at-least: 0%}}",
                        "trouble: {cpu: {at-least: 90%, at-most: 80%}}",
                        "trouble: {disk: {at-least: 5/s}}",
                        "trouble: {sent: {at-least: 5/s}}",
                        "trouble: {received: {at-most: 5MiB}}"))
                .flatExtracting(RefusedDrillsTest::problemsOfFigures)
                .containsExactly(
                        "kill: no step 'kill' lets a guest misbehave: the only one is 'trouble'",
                        "trouble: asks for no figure: add cpu: {at-least: 90%}",
                        "trouble: unknown key 'cup': did you mean 'cpu'?",
                        "trouble.cpu: has no bound: write {at-least: 90%}, or at-most",
                        "trouble.cpu.at-least: '2' has no unit: write a share of at most 100% like 30% or 12.5%",
                        "trouble.cpu.at-least: '120%' is more than the whole: write a share of at most 100% like"
                                + " 30% or 12.5%",
                        "trouble.cpu.at-least: is zero, which everybody has: raise it, or remove it",
                        "trouble.cpu: asks for more at least than at most: no number is both",
                        "trouble.disk: nothing is measured, since the group has no bulk on its disk: add io: {rate:"
                                + " 1000/s} to its workload",
                        "trouble.sent: nothing is measured, since the group sends no bulk: add packets: {rate:"
                                + " 1000/s} to its workload",
                        "trouble.received.at-most: '5MiB' has no known unit (known: /s, /m, /h, /d, /ms): write a"
                                + " rate like 50/s, 3/m or 0.5/s");
        assertThat(Fixture.resolve(withFigures("trouble: {cpu: {at-least: 12.5%}, received: {at-most: 5/s}}"))
                        .expect()
                        .objectives()
                        .get("db"))
                .contains(
                        new Objective.While("trouble", Objective.Figure.CPU, Objective.Side.AT_LEAST, 125),
                        new Objective.While("trouble", Objective.Figure.RECEIVED, Objective.Side.AT_MOST, 5_000));
    }

    private static List<String> problemsOfFigures(String figures) {
        return problems(withFigures(figures)).stream()
                .map(problem -> problem.substring(problem.indexOf("db.while.") + "db.while.".length()))
                .toList();
    }

    private static String withFigures(String figures) {
        return Fixture.with("lost-writes: 0,", "lost-writes: 0, while: {" + figures + "},")
                .replace(
                        "do: kill, target: any host in b, back: 5s}",
                        "do: kill, target: any host in b, back: 5s}\n"
                                + "  - {id: trouble, at: 30s, do: misbehave, target: vm odd-1, how: cpu, for: 5s}");
    }

    @Test
    void refusesAnEmptyFileAndWhatIsNoYaml() {
        assertThat(problems("")).containsExactly("f.yaml:1: is empty: start with 'drill: v1'");
        assertThat(problems("a: [")).singleElement().asString().startsWith("f.yaml:1: is no YAML: ");
        assertThat(problems("just words"))
                .containsExactly("f.yaml:1: is 'just words', not a map with drill, name, matrix,"
                        + " topology, permit, traces, vms, workload, migration, steady, timeline, heal,"
                        + " stop-if, expect, advise, run");
        assertThat(problems("a: 1\nb: \u0007"))
                .containsExactly("f.yaml:2: has a character that YAML does not allow: remove it");
        assertThat(problems("a: &x [*x]")).containsExactly("f.yaml:1: contains itself: write it without an anchor");
    }

    @Test
    void tellsOfAFileThatIsNotThere() {
        var error = catchThrowableOfType(
                DrillFileError.class,
                () -> DrillFiles.load(Path.of("nowhere.yaml"), Arguments.none(), Fixture.surroundings()));

        assertThat(error)
                .hasMessage("nowhere.yaml: there is no such file: name a drill, like config/drills/host-loss.yaml");
    }

    private static List<String> problems(String text) {
        var error = catchThrowableOfType(DrillFileError.class, () -> Fixture.resolve(text));
        assertThat(error).as("the file should be refused").isNotNull();
        return error.problems().stream().map(Problem::toString).toList();
    }
}
