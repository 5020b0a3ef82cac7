package io.godwit.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final List<String> COLUMNS = List.of("VM", "#Disk", "Help", "#Missed");

    private static List<Markup> row(String vm, String disk, Markup help) {
        return List.of(Table.cell(vm), Table.cell(disk), help, Table.cell("0"));
    }

    @Test
    void leavesOutColumnsInWhichNoRowHasAnythingToSay() {
        var empty = Markup.element("div").kind("whole");
        var said = empty.add(Markup.note("deltas"));
        var table = new Table("moves", COLUMNS, List.of(row("a", "", empty), row("b", Figures.NONE, said)));

        var shown = table.withoutEmptyColumns();

        assertThat(shown.columns()).containsExactly("VM", "Help", "#Missed");
        assertThat(shown.rows())
                .containsExactly(
                        List.of(Table.cell("a"), empty, Table.cell("0")),
                        List.of(Table.cell("b"), said, Table.cell("0")));
    }

    @Test
    void keepsAllColumnsOfATableWithoutRows() {
        var table = new Table("moves", COLUMNS, List.of());

        assertThat(table.withoutEmptyColumns()).isEqualTo(table);
    }
}
