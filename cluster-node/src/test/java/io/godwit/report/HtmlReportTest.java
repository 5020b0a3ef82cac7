package io.godwit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final String NASTY = "<img src=x onerror=alert(1)>\"'&\u0007\u202E";
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)((?:\\s[\\w-]+=\"[^\"<>]*\")*)>");

    @Test
    void rendersAsTheGoldenPage() throws IOException {
        var page = HtmlReport.render(Specimens.report(12));
        var rendered = Files.writeString(Path.of("target", "report.html"), page);
        assertThat(page)
                .as("if the change is wanted, copy " + rendered + " over the golden file")
                .isEqualTo(golden());
    }

    @Test
    void isWellFormedWhateverNamesAreGiven() {
        assertThat(unclosed(HtmlReport.render(Specimens.report(12)))).isEmpty();
        assertThat(unclosed(HtmlReport.render(Specimens.report(40, NASTY)))).isEmpty();
        assertThat(unclosed("<p><b></p>")).isNotEmpty();
    }

    @Test
    void escapesWhatComesFromAFile() {
        var page = HtmlReport.render(Specimens.report(12, NASTY));
        assertThat(page)
                .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\uFFFD\uFFFD")
                .doesNotContain("<img")
                .doesNotContain("\u202E")
                .doesNotContain("\u0007");
    }

    @Test
    void loadsNothing() {
        assertThat(HtmlReport.render(Specimens.report(40)))
                .doesNotContain("http:", "https:", "@import", "src=", "<link")
                .contains("default-src &#39;none&#39;");
    }

    @Test
    void foldsVmsThatAreTooManyToRead() {
        assertThat(HtmlReport.render(Specimens.report(30))).doesNotContain("<summary>web –");
        assertThat(HtmlReport.render(Specimens.report(31))).contains("<summary>web – 10 VMs, ");
    }

    @Test
    void staysSmallHoweverManyVmsThereAre() {
        var page = HtmlReport.render(Specimens.report(20_000));
        assertThat(page.length()).isLessThan(1_000_000);
        assertThat(page).contains("rows left out here").contains("stays of VMs on these hosts not drawn");
    }

    @Test
    void namesTheVmThatNeverCameBack() {
        var page = HtmlReport.render(Specimens.report(12));
        assertThat(page).contains("web rto is without end, not within p95 40s; worst is web-4");
        assertThat(page.split("class=\"never\"", -1)).hasSize(2);
    }

    private static String golden() throws IOException {
        try (var in = HtmlReportTest.class.getResourceAsStream("report.html")) {
            return in == null ? "no golden page" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Elements that are left open, or closed by another; `meta` has no end.
    private static ArrayDeque<String> unclosed(String page) {
        var body = page.replaceAll("(?s)<(style|script)>.*?</\\1>", "");
        var open = new ArrayDeque<String>();
        TAG.matcher(body).results().forEach(tag -> {
            boolean ends = !tag.group(1).isEmpty();
            if (!ends && !tag.group(2).equals("meta")) {
                open.push(tag.group(2));
            } else if (ends && tag.group(2).equals(open.peek())) {
                open.pop();
            }
        });
        assertThat(TAG.matcher(body).replaceAll("").replace("<!DOCTYPE html>", ""))
                .doesNotContain("<", ">");
        return open;
    }
}
