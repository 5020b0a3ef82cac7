package io.godwit.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void leavesShortTextsAsTheyAre() {
        assertThat(Excerpt.of("12 GiB")).isEqualTo("12 GiB");
        assertThat(Excerpt.of("x".repeat(60))).isEqualTo("x".repeat(60));
    }

    @Test
    void cutsLongTexts() {
        assertThat(Excerpt.of("x".repeat(61))).isEqualTo("x".repeat(57) + "...");
        assertThat(Excerpt.of("abcdefgh", 6)).isEqualTo("abc...");
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(Excerpt.of("ab\uD83D\uDE00cdef", 6)).isEqualTo("ab...");
    }

    @Test
    void leavesNothingThatATerminalObeys() {
        assertThat(Excerpt.of("a\u001b[2Jb\nc\u202Ed")).isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd");
    }

    @Test
    void quantitiesQuoteWhatTheyRefuseInShort() {
        assertThatThrownBy(() -> MemorySize.parse("9".repeat(10_000)))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageStartingWith("'9999")
                .hasMessageContaining("...'")
                .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(160));
    }
}
