package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.migration.precopy.TermsWish.Rule;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.IllegalQuantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TermsWishTest {

    private static final Terms USUAL = Terms.within(Duration.ofMillis(50), 7);

    @Test
    void whatIsNotSaidIsAsUsual() {
        assertThat(TermsWish.none().over(USUAL)).isEqualTo(USUAL);
        assertThat(wish(Optional.empty(), 100, Optional.empty()).over(USUAL))
                .isEqualTo(Terms.within(Duration.ofMillis(100), 7));
        Terms capped = new Terms(USUAL.stop(), Optional.of(Bandwidth.parse("1Gbit")), Help.none());
        assertThat(TermsWish.none().over(capped)).isEqualTo(capped);
    }

    @Test
    void aRuleThatIsNotTheUsualHasItsOwnConstants() {
        assertThat(rule(Rule.XEN).over(USUAL).stop()).isEqualTo(StopRule.FewPages.xen());
        assertThat(rule(Rule.XEN_4_5).over(USUAL).stop()).isEqualTo(StopRule.FewPages.xen45());
        Terms xen = rule(Rule.XEN).over(USUAL);
        assertThat(TermsWish.none().over(xen)).isEqualTo(xen);
        assertThat(rule(Rule.DOWNTIME_LIMIT).over(xen)).isEqualTo(Terms.byDefault());
    }

    @Test
    void helpIsNamedWholeOrAsUsual() {
        Terms helped = helped(List.of(Aid.AUTO_CONVERGE)).over(USUAL);
        assertThat(helped.help()).isEqualTo(new Help(false, false, Optional.of(AutoConverge.qemu())));
        assertThat(TermsWish.none().over(helped)).isEqualTo(helped);
        assertThat(helped(List.of()).over(helped)).isEqualTo(USUAL);
    }

    private static TermsWish helped(List<Aid> help) {
        return new TermsWish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(help));
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(
                        () -> wish(Optional.of(Rule.XEN), 100, Optional.empty()).over(USUAL))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageContaining("downtime limit is for the stop rule downtime-limit");
        assertThatThrownBy(() -> new TermsWish(
                                Optional.of(Rule.ADAPTIVE_RATE),
                                Optional.empty(),
                                Optional.of(3),
                                Optional.empty(),
                                Optional.empty())
                        .over(USUAL))
                .hasMessageContaining("rounds are for the stop rules");
        assertThatThrownBy(() -> new TermsWish(
                                Optional.empty(), Optional.empty(), Optional.of(0), Optional.empty(), Optional.empty())
                        .over(USUAL))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() ->
                        wish(Optional.empty(), 2_000_001, Optional.empty()).over(USUAL))
                .hasMessageContaining("at most 2000s");
        assertThatThrownBy(() -> wish(Optional.empty(), 100, Optional.of(new Bandwidth(0)))
                        .over(USUAL))
                .hasMessageContaining("moves nothing");
        assertThatThrownBy(() -> new TermsWish(
                                Optional.of(Mode.SUSPEND_AND_COPY),
                                Optional.of(Rule.XEN),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                HelpWish.none())
                        .over(USUAL))
                .hasMessageContaining("are for pre-copy and hybrid");
    }

    private static TermsWish rule(Rule rule) {
        return new TermsWish(Optional.of(rule), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static TermsWish wish(Optional<Rule> rule, long downtimeMs, Optional<Bandwidth> bandwidth) {
        return new TermsWish(
                rule, Optional.of(Duration.ofMillis(downtimeMs)), Optional.empty(), bandwidth, Optional.empty());
    }
}
