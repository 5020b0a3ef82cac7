package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.verdict.Sizing;
import io.godwit.verdict.Sizing.Size;
import io.godwit.verdict.Sizing.SizeRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Which size VMs should have. Without a VM that was watched for long enough it is a sentence, and no table.
final class SizingSection {

    private static final List<String> COLUMNS = List.of(
            "VM",
            "#Watched",
            "#P50",
            "#P95",
            "#P99",
            "#vCPUs",
            "#free",
            "#vCPUs advised",
            "#free then",
            "#Used",
            "#Memory",
            "#Memory advised");

    private SizingSection() {}

    static Section of(Sizing sizing) {
        long known =
                sizing.rows().stream().filter(row -> row.advised().isPresent()).count();
        var body = known == 0
                ? List.<Markup>of()
                : List.<Markup>of(
                        new Table(
                                        "Which size VMs should have",
                                        COLUMNS,
                                        sizing.rows().stream()
                                                .map(SizingSection::line)
                                                .toList())
                                .showOrFold("All " + Figures.many(sizing.rows().size(), "VM")),
                        Markup.note("Cores that it wanted at most for 50, 95 and 99 % of the time, had or not; how much"
                                + " of its vCPUs that leaves free at " + sizing.percentile()
                                + "; memory up to the last page that its guest wrote. A drill shows what it plays:"
                                + " size by it what does the same."));
        return new Section("sizing", "Right-sizing", known == 0 ? tooShort(sizing) : lead(sizing, known), body);
    }

    private static String tooShort(Sizing sizing) {
        var longest = sizing.rows().stream().mapToLong(SizeRow::observedNs).max();
        return "Rule " + sizing.rule() + " advises VMs that were watched for " + Figures.duration(sizing.windowNs())
                + ", and "
                + (longest.isEmpty()
                        ? "none was seen"
                        : "none was for more than " + Figures.duration(longest.getAsLong()))
                + ": no size is advised.";
    }

    private static String lead(Sizing sizing, long known) {
        long other = sizing.rows().stream().filter(SizeRow::isOther).count();
        long young = sizing.rows().size() - known;
        return Figures.count(other) + " of " + Figures.many(sizing.rows().size(), "VM")
                + " should have another size by rule " + sizing.rule() + ", which leaves "
                + percent(sizing.headroomPermille()) + " free at " + sizing.percentile() + ": in all "
                + change(Figures.many(Math.abs(sizing.savedVcpus()), "vCPU"), sizing.savedVcpus()) + " and "
                + change(Figures.bytes(Math.abs(sizing.savedMemoryBytes())) + " of memory", sizing.savedMemoryBytes())
                + "."
                + (young == 0
                        ? ""
                        : " No size is advised for " + Figures.many(young, "VM") + " watched for less than "
                                + Figures.duration(sizing.windowNs()) + ".");
    }

    private static String change(String amount, long saved) {
        return amount + (saved < 0 ? " more" : " less");
    }

    private static List<Markup> line(SizeRow row) {
        return List.of(
                Table.cell(row.vm().value()),
                Table.cell(Figures.duration(row.observedNs())),
                Table.cell(cores(row.cpu().p50())),
                Table.cell(cores(row.cpu().p95())),
                Table.cell(cores(row.cpu().p99())),
                Table.cell(Integer.toString(row.now().vcpus())),
                Table.cell(percent(row.now().freePermille())),
                advised(row, Size::vcpus, size -> Integer.toString(size.vcpus())),
                Table.cell(row.advised().map(it -> percent(it.freePermille())).orElse(Figures.NONE)),
                Table.cell(Figures.bytes(row.usedBytes())),
                Table.cell(Figures.bytes(row.now().memoryBytes())),
                advised(row, Size::memoryBytes, size -> Figures.bytes(size.memoryBytes())));
    }

    /// What is another than now is bold.
    private static Markup advised(SizeRow row, Function<Size, Object> part, Function<Size, String> text) {
        Optional<Size> advised = row.advised();
        if (advised.isEmpty()) {
            return Table.cell(Figures.NONE);
        }
        boolean isSame = part.apply(advised.get()).equals(part.apply(row.now()));
        return isSame ? Table.cell(text.apply(advised.get())) : Markup.element("b", text.apply(advised.get()));
    }

    private static String cores(long nanoCores) {
        return String.format(Locale.ROOT, "%.2f", nanoCores / 1e9);
    }

    private static String percent(long permille) {
        String text =
                permille % 10 == 0 ? Long.toString(permille / 10) : String.format(Locale.ROOT, "%.1f", permille / 10.0);
        return text.replace('-', '−') + " %";
    }
}
