package io.godwit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.godwit.figure.Bars.Part;
import io.godwit.figure.Bars.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Numbers of figures, and where they are drawn.
class FigureTest {

    private static final Caption CAPTION = new Caption("a", "A", "An a.");

    @Test
    void numbersForProgramsHaveNineDigitsThatCount() {
        assertThat(Numbers.exact(1.0 / 3)).isEqualTo("0.333333333");
        assertThat(Numbers.exact(123456789012.0)).isEqualTo("123456789000");
        assertThat(Numbers.exact(-0.0)).isEqualTo("0");
        assertThat(Numbers.exact(1e-7)).isEqualTo("0.0000001");
        assertThatThrownBy(() -> Numbers.exact(Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void numbersForPeopleHaveThreeDigitsAndAllOfTheWholePart() {
        assertThat(Numbers.shown(1.0 / 3)).isEqualTo("0.333");
        assertThat(Numbers.shown(1234.4)).isEqualTo("1234");
        assertThat(Numbers.shown(-12.34)).isEqualTo("−12.3");
        assertThat(Numbers.shown(1234567.8)).isEqualTo("1\u202F234\u202F568");
        assertThat(Numbers.shown(0)).isEqualTo("0");
        assertThat(Numbers.shown(9.999)).isEqualTo("10");
        assertThat(Numbers.shown(0.0004567)).isEqualTo("0.000457");
    }

    @Test
    void csvQuotesWhatItMust() {
        var grid = new Grid(
                CAPTION,
                List.of(Measure.plain("name, or \"nick\""), Measure.of("memory", "MiB")),
                List.of(Grid.row("a\nb", 1.5), Grid.row("c", new Grid.Blank())));
        assertThat(grid.tidy().csv()).isEqualTo("\"name, or \"\"nick\"\"\",memory [MiB]\n\"a\nb\",1.5\nc,\n");
        assertThat(grid.tidy().numbers()).containsExactly(false, true);
    }

    @Test
    void barsAreTidyAndMayLackAPart() {
        var bars = Bars.of(
                CAPTION,
                Measure.of("time", "s"),
                List.of("vm", "container"),
                List.of(
                        new Part("boot", List.of(new Value("vm", 11))),
                        new Part("start", List.of(new Value("vm", 1), new Value("container", 0.25)))));
        assertThat(bars.tidy().csv())
                .isEqualTo("category,part,time [s]\nvm,boot,11\nvm,start,1\ncontainer,start,0.25\n");
        assertThat(Overview.of(bars))
                .isEqualTo(new Overview(
                        List.of("TIME [s]", "BOOT", "START"),
                        List.of(List.of("vm", "11", "1"), List.of("container", "-", "0.25"))));
        assertThatThrownBy(() -> Bars.single(CAPTION, Measure.plain("n"), List.of(new Value("a", -1))))
                .hasMessageContaining("not -1.0 at a");
    }

    @Test
    void ticksAreRoundAndCoverTheNumbers() {
        var scale = Scale.of(Measure.of("power", "W"), List.of(12.0, 733.0), 0, 100);
        assertThat(scale.from()).isZero();
        assertThat(scale.to()).isGreaterThanOrEqualTo(733);
        assertThat(scale.ticks()).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0);
        assertThat(scale.at(400)).isCloseTo(50, within(1e-9));
    }

    @Test
    void decadesAreEquallyLong() {
        var scale = Scale.of(Measure.of("time", "s").inDecades(), List.of(0.02, 30.0), 0, 100);
        assertThat(scale.ticks()).hasSize(5);
        assertThat(scale.at(0.01)).isCloseTo(0, within(1e-9));
        assertThat(scale.at(1)).isCloseTo(50, within(1e-9));
        assertThat(scale.at(0)).as("zero has no place").isCloseTo(0, within(1e-9));
    }

    @Test
    void anAxisOfOneNumberIsStillAnAxis() {
        assertThat(Scale.of(Measure.plain("n"), List.of(0.0), 0, 10).ticks()).isNotEmpty();
        assertThat(Scale.exactly(Measure.plain("n"), List.of(5.0), 0, 10).ticks())
                .isNotEmpty();
    }

    @Test
    void aLineIsToldByItsEndsAndItsCourse() {
        var lines = Lines.of(
                CAPTION,
                Measure.of("time", "s"),
                Measure.of("use", "%"),
                List.of(new Lines.Line(
                        "h1", List.of(new Lines.Point(0, 0), new Lines.Point(1, 100), new Lines.Point(2, 50)))));
        assertThat(Overview.of(lines).columns())
                .containsExactly("USE [%]", "FIRST", "LEAST", "MOST", "LAST", "OVER TIME [s]");
        assertThat(Overview.of(lines).rows()).containsExactly(List.of("h1", "0", "0", "100", "50", "▁█▅"));
    }
}
