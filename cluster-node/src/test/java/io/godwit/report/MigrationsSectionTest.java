package io.godwit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.VmId;
import io.godwit.page.Markup;
import io.godwit.page.Table;
import io.godwit.verdict.MigrationRow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MigrationsSectionTest {

    @Test
    void fewAreShownInFull() {
        var page = page(few(Table.OPEN_ROWS));
        assertThat(page).doesNotContain("<h3>How they are spread", "<details", "missed most");
        assertThat(count(page, "deltas: ")).isEqualTo(Table.OPEN_ROWS);
    }

    @Test
    void ofManyTheSpreadIsToldTheWorstInFullAndTheRestBriefly() {
        var page = page(few(Table.OPEN_ROWS + 1));
        assertThat(page)
                .contains("<h3>How they are spread", "<h3>What moved nothing", "All 31 migrations, briefly")
                .contains("The 16 of 31 whose bytes were missed most");
        assertThat(count(page, "deltas: ")).isEqualTo(16);
        assertThat(row(page, "took")).contains(">3 s<", ">5 s<", ">vm-29<", ">21<");
        assertThat(row(page, "the target was lost")).contains("aborted", ">10<", ">vm-1<");
    }

    @Test
    void aPageStaysSmallHoweverManyMoved() {
        var page = page(few(5_000));
        assertThat(page.length()).isLessThan(400_000);
        assertThat(page).contains("4\u202F600 more rows are left out here");
    }

    /// A third of them moved nothing.
    private static List<MigrationRow> few(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> MigrationSpecimens.migration(new VmId("vm-" + i), i % 3))
                .toList();
    }

    private static String page(List<MigrationRow> rows) {
        var page = new StringBuilder();
        MigrationsSection.of(rows).body().forEach((Markup part) -> part.writeTo(page));
        return page.toString();
    }

    private static String row(String page, String name) {
        int begin = page.indexOf("<th scope=\"row\">" + name);
        return page.substring(begin, page.indexOf("</tr>", begin));
    }

    private static int count(String page, String text) {
        return page.split(text, -1).length - 1;
    }
}
