package io.godwit.page;

import io.godwit.page.Markup.Element;
import java.util.List;

/// A part of a page under a heading.
///
/// @param id where a link leads
/// @param lead one sentence that says what to look at; may be empty
public record Section(String id, String title, String lead, List<? extends Markup> body) {

    public Element show() {
        var heading = Markup.element("h2", title).with("id", id + "-title");
        var section = Markup.element("section")
                .with("id", id)
                .with("aria-labelledby", id + "-title")
                .add(heading);
        return (lead.isEmpty() ? section : section.add(Markup.paragraph(lead).kind("lead"))).addAll(body);
    }
}
