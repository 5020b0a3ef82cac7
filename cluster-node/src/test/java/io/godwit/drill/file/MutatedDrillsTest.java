package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.time.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Whatever a person mistypes, the answer is a drill or a sentence with a line, and never a stack trace.
class MutatedDrillsTest {

    private static final int MUTANTS = 1_000;
    private static final List<String> FRAGMENTS = List.of(
            "",
            " ",
            ":",
            "{",
            "}",
            "[",
            "]",
            "-",
            "&a",
            "*a",
            "!!x",
            "\"",
            "0",
            "-1",
            "99999999999999999999",
            "s",
            "GiB",
            "$x",
            "#",
            "\t",
            "\u0000",
            "null",
            "any",
            "host",
            "of",
            "<<",
            "?",
            "|",
            "%",
            "é",
            "8191PiB",
            "200y",
            "292y");

    @Test
    void aMutantIsADrillOrASentenceWithALine() {
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            RandomGenerator random = Seed.of(i).child("mutant").generator();
            String text = mutant(random);
            try {
                Fixture.resolve(text);
            } catch (DrillFileError error) {
                refused++;
                assertThat(error.problems())
                        .as("seed %d:%n%s", i, text)
                        .isNotEmpty()
                        .allSatisfy(problem -> {
                            assertThat(problem.where().source()).isEqualTo("f.yaml");
                            assertThat(problem.where().line())
                                    .isBetween(1, text.lines().toList().size() + 1);
                            assertThat(problem.toString().lines()).hasSize(1);
                        });
            } catch (RuntimeException | StackOverflowError crash) {
                throw new AssertionError("seed " + i + ":\n" + text, crash);
            }
        }
        assertThat(refused).as("mutants refused").isBetween(MUTANTS / 2, MUTANTS - 1);
    }

    private static String mutant(RandomGenerator random) {
        String text = Fixture.VALID;
        for (int change = 0; change <= random.nextInt(3); change++) {
            text = switch (random.nextInt(4)) {
                case 0 -> replaceWord(text, random);
                case 1 -> withoutLine(text, random);
                case 2 -> withLineTwice(text, random);
                default -> replaceCharacter(text, random);
            };
        }
        return text;
    }

    private static String replaceWord(String text, RandomGenerator random) {
        String[] words = text.split("(?<=\\W)|(?=\\W)");
        boolean fromText = random.nextBoolean();
        words[random.nextInt(words.length)] =
                fromText ? words[random.nextInt(words.length)] : FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
        return String.join("", words);
    }

    private static String withoutLine(String text, RandomGenerator random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        lines.remove(random.nextInt(lines.size()));
        return String.join("\n", lines);
    }

    private static String withLineTwice(String text, RandomGenerator random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size())));
        return String.join("\n", lines);
    }

    private static String replaceCharacter(String text, RandomGenerator random) {
        char[] characters = text.toCharArray();
        characters[random.nextInt(characters.length)] = (char) random.nextInt(32, 127);
        return new String(characters);
    }
}
