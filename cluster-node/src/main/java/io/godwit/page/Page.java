package io.godwit.page;

import io.godwit.page.Markup.Element;
import io.godwit.page.Markup.Verbatim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// A whole document that stands alone. Its policy lets a browser run and load nothing but the house's own style sheet
/// and script, both of which are in it.
///
/// @param header what one sees first
public record Page(String title, Element header, List<Section> sections) {

    private static final String PALETTE = resource("palette.css");
    private static final String FIGURES = resource("figure.css");
    private static final String STYLE = PALETTE + resource("page.css") + FIGURES;
    private static final String SCRIPT = resource("page.js");
    private static final String POLICY = "default-src 'none'; style-src " + digest(STYLE) + "; script-src "
            + digest(SCRIPT) + "; base-uri 'none'; form-action 'none'";

    public String html() {
        var page = new StringBuilder(1 << 16).append("<!DOCTYPE html>\n");
        Markup.element("html")
                .with("lang", "en")
                .add(
                        head(),
                        Markup.element("body").add(header, contents(), main()).add(script()))
                .writeTo(page);
        return page.append('\n').toString();
    }

    /// What a picture needs that stands alone, outside of a page: light or dark as the reader has it.
    public static String styleOfPictures() {
        return PALETTE + "svg { background: var(--ground); }\n" + FIGURES;
    }

    private Element head() {
        return Markup.element("head")
                .add(Markup.element("meta").with("charset", "utf-8"))
                .add(Markup.element("meta")
                        .with("http-equiv", "Content-Security-Policy")
                        .with("content", POLICY))
                .add(Markup.element("meta")
                        .with("name", "viewport")
                        .with("content", "width=device-width, initial-scale=1"))
                .add(Markup.element("meta").with("name", "color-scheme").with("content", "light dark"))
                .add(Markup.element("title", title))
                .add(Markup.element("style").add(new Verbatim(STYLE)));
    }

    private Element contents() {
        var links = sections.stream()
                .map(section -> Markup.element("a", section.title()).with("href", "#" + section.id()))
                .toList();
        return Markup.element("nav").with("aria-label", "Contents").addAll(links);
    }

    private Element main() {
        return Markup.element("main")
                .addAll(sections.stream().map(Section::show).toList());
    }

    private static Element script() {
        return Markup.element("script").add(new Verbatim(SCRIPT));
    }

    private static String resource(String name) {
        try (var in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its own " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }
}
