package io.godwit.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void durationsHaveThreeDigitsThatMatter() {
        assertThat(Figures.duration(0)).isEqualTo("0 s");
        assertThat(Figures.duration(999)).isEqualTo("999 ns");
        assertThat(Figures.duration(1_500)).isEqualTo("1.5 µs");
        assertThat(Figures.duration(212_345_678)).isEqualTo("212 ms");
        assertThat(Figures.duration(999_700_000)).isEqualTo("1 s");
        assertThat(Figures.duration(9_404_000_000L)).isEqualTo("9.4 s");
        assertThat(Figures.duration(59_960_000_000L)).isEqualTo("1 min");
        assertThat(Figures.duration(72_300_000_000L)).isEqualTo("1 min 12 s");
        assertThat(Figures.duration(3_840_000_000_000L)).isEqualTo("1 h 4 min");
        assertThat(Figures.duration(-1_050_000_000L)).isEqualTo("−1.05 s");
    }

    @Test
    void sizesAreBinary() {
        assertThat(Figures.bytes(0)).isEqualTo("0 B");
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(1_000)).isEqualTo("0.98 KiB");
        assertThat(Figures.bytes(3L << 30)).isEqualTo("3 GiB");
    }

    @Test
    void countsAreGrouped() {
        assertThat(Figures.count(999)).isEqualTo("999");
        assertThat(Figures.count(-1_234_567)).isEqualTo("-1\u202F234\u202F567");
        assertThat(Figures.many(1, "VM")).isEqualTo("1 VM");
        assertThat(Figures.many(2, "VM")).isEqualTo("2 VMs");
    }

    @Test
    void anAxisHasAFewRoundTicks() {
        long secondNs = 1_000_000_000L;
        for (long length = 1; length < 1L << 52; length = length * 5 / 3 + 1) {
            var axis = new TimeAxis(-length / 7, length, 0, 1_000);
            assertThat(axis.ticks()).hasSizeLessThanOrEqualTo(11).contains(0L);
        }
        assertThat(new TimeAxis(0, 60 * secondNs, 0, 600).ticks()).contains(10 * secondNs, 60 * secondNs);
        assertThat(new TimeAxis(0, 60 * secondNs, 0, 600).x(30 * secondNs)).isEqualTo(300);
        assertThat(new TimeAxis(0, 60 * secondNs, 0, 600).x(90 * secondNs)).isEqualTo(600);
    }
}
