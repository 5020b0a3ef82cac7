package io.godwit.page;

import io.godwit.page.Markup.Element;
import java.util.Locale;

/// A judgement in a word, a sign and a colour, so that none of the three is needed alone.
public record Badge(Tone tone, String word) {

    public enum Tone {
        GOOD("✓"),
        BAD("✗"),
        GRAVE("‼"),
        UNSURE("?"),
        QUIET("–");

        private final String sign;

        Tone(String sign) {
            this.sign = sign;
        }

        /// Its class in the style sheet.
        public String kind() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Element show() {
        return Markup.element("span")
                .kind("badge " + tone.kind())
                .add(Markup.element("b", tone.sign).with("aria-hidden", "true"))
                .say(" " + word);
    }
}
