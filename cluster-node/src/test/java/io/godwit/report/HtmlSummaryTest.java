package io.godwit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlSummaryTest {

    @Test
    void showsTheMatrixAsATable() {
        var page = HtmlSummary.render(SummarySpecimens.summary(3));
        assertThat(page)
                .contains("<th scope=\"col\">victim source</th>")
                .contains("<th scope=\"row\">switchover</th>")
                .contains("<td class=\"grave\">")
                .contains("reached by 2 of 3");
        assertThat(page.split("<td class=\"(good|bad|grave|unsure)\">", -1)).hasSize(16);
    }

    @Test
    void leadsToTheRunsPagesWhereThereAreSome() {
        var summary = SummarySpecimens.summary(1);
        assertThat(HtmlSummary.render(summary)).doesNotContain("<a href=\"runs/");
        assertThat(HtmlSummary.render(summary, run -> Optional.of("runs/" + run.seed() + ".html")))
                .contains("<a href=\"runs/1.html\">crash [phase=");
    }

    @Test
    void staysSmallHoweverManyRunsThereAre() {
        var page = HtmlSummary.render(SummarySpecimens.summary(2_000));
        assertThat(page.length()).isLessThan(500_000);
        assertThat(page).contains("more rows are left out here").contains("<summary>All 30\u202F000 runs");
    }
}
