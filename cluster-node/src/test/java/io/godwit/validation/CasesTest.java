package io.godwit.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.page.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped cases, and files that are none.
class CasesTest {

    private static final Path HOME = Path.of(System.getProperty("godwit.home", ".."));
    private static final Path CONFIG = HOME.resolve("config");

    private static final String GOOD = """
            about: a test
            cases:
              - id: one
                what: a guest stands
                published: 32 s
                source: "Clark05 §4"
                mark: V
                tolerance: 1 %
                class: conformance
                because: a division
                experiment: stop-and-copy
                with: {rate: 128Mbit}
            """;

    @TempDir
    private Path folder;

    @Test
    void allShippedCasesHoldButThoseThatSayThatTheyAreOff() {
        var cases = CaseFolder.read(CONFIG.resolve("validation"));
        System.out.println("Looked at " + cases.size() + " cases");
        assertThat(cases).hasSizeGreaterThan(3);
        var validation = Validation.of(cases, 1, CONFIG);
        assertThat(validation.judgements())
                .filteredOn(Judgement::isOff)
                .extracting(judgement -> judgement.subject().id())
                .containsExactly(
                        "specweb99-round-6",
                        "specweb99-round-7",
                        "specweb99-round-8",
                        "specweb99-last",
                        "mmuncher-round-2",
                        "mmuncher-round-3",
                        "mmuncher-downtime",
                        "oltp-on-workstation",
                        "exit-on-a-xeon-of-2009",
                        "switch-to-the-hypervisor");
        assertThat(validation.exitCode()).isEqualTo(1);
    }

    @Test
    void experimentsHaveNamesOfTheirOwn() {
        assertThat(Experiments.all().stream().map(Experiment::name)).doesNotHaveDuplicates();
    }

    @Test
    void aFalsifiedValueFails() throws IOException {
        write("a", GOOD);
        assertThat(Validation.of(CaseFolder.read(folder), 1, CONFIG).exitCode()).isZero();
        write("a", GOOD.replace("32 s", "31 s"));
        var falsified = Validation.of(CaseFolder.read(folder), 1, CONFIG);
        assertThat(falsified.exitCode()).isEqualTo(1);
        assertThat(falsified.summary()).endsWith("1 is off.");
    }

    @Test
    void theSameSeedGivesTheSamePageAndJson() throws IOException, InterruptedException {
        var cases = CaseFolder.read(CONFIG.resolve("validation"));
        var first = Validation.of(cases, 3, CONFIG);
        var second = Validation.of(cases, 3, CONFIG);
        assertThat(ValidationJson.write(second)).isEqualTo(ValidationJson.write(first));
        assertThat(ValidationPage.render(second)).isEqualTo(ValidationPage.render(first));
        Browser.assumeThereIsOne();
        assertThat(new Browser(folder).complaints(ValidationPage.render(first))).isEmpty();
    }

    @Test
    void eachShippedCaseCitesASourceOfTheDocs() throws IOException {
        var published = Files.readString(HOME.resolve("docs/published-numbers.md"));
        for (var it : CaseFolder.read(CONFIG.resolve("validation"))) {
            var name = it.source().split("[ :,]", 2)[0];
            assertThat(published).as(it.id() + " cites " + it.source()).contains(name);
        }
    }

    @Test
    void whatIsWrongInAFileIsOneSentence() throws IOException {
        assertThat(refusal(GOOD.replace("mark: V", "mark: W"))).contains("a.yaml:7");
        assertThat(refusal(GOOD.replace("    because: a division\n", ""))).contains("because: this key is missing");
        assertThat(refusal(GOOD.replace("because", "why"))).contains("because: this key is missing");
        assertThat(refusal(GOOD + "    why: nothing\n")).contains("unknown key 'why'");
        assertThat(refusal(GOOD.replace("32 s", "32s"))).contains("'32s' is no published value");
        assertThat(refusal(GOOD.replace("1 %", "1"))).contains("'1' is no tolerance");
        assertThat(refusal(GOOD.replace("32 s", "32 ms")))
                .contains("stop-and-copy yields s, not ms: write the published value in that");
        assertThat(refusal(GOOD.replace("experiment: stop", "experiment: go")))
                .contains("there is no experiment 'go-and-copy': write one of stop-and-copy");
        assertThat(refusal(GOOD.replace("rate: 128Mbit", "rate: 128"))).contains("one: with: rate: '128' has no unit");
        assertThat(refusal(GOOD.replace("rate: 128Mbit", "speed: 128Mbit"))).contains("there is no parameter 'speed'");
        assertThat(refusal(GOOD.replace("id: one", "id: One"))).contains("'One' is no id");
    }

    @Test
    void anIdMayBeGivenOnce() throws IOException {
        write("b", GOOD);
        assertThat(refusal(GOOD)).contains("one is a case of", "too: rename one");
    }

    @Test
    void whatWasFittedCannotBePredicted() throws IOException {
        write("b", GOOD.replace("id: one", "id: two").replace("conformance", "fitted"));
        assertThat(refusal(GOOD.replace("conformance", "predicted")))
                .isEqualTo("one can't be predicted: two was fitted to the same experiment with the same parameters;"
                        + " call it fitted too");
    }

    private String refusal(String text) throws IOException {
        write("a", text);
        var sentence = Assertions.catchThrowableOfType(IllegalCases.class, () -> CaseFolder.read(folder))
                .getMessage();
        assertThat(sentence.lines()).hasSize(1);
        return sentence;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), text);
    }
}
