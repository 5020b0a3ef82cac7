package io.godwit.lab;

import io.godwit.figure.Figure;
import java.util.List;

/// What a run found.
///
/// @param answer to the card's question, in a sentence with this run's numbers
/// @param figures in the order in which one looks at them
/// @param see what to notice in the figures and why it is so, a sentence or two each, with this run's numbers
/// @param steps event by event; may be empty where nothing happens one after the other
public record Findings(String answer, List<Figure> figures, List<String> see, List<Step> steps) {

    /// A person can't walk through more, and a page can't hold them.
    public static final int MOST_STEPS = 2_000;

    public Findings {
        figures = List.copyOf(figures);
        see = List.copyOf(see);
        steps = List.copyOf(steps);
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("a lab that shows nothing answers nothing");
        }
        if (figures.stream().map(it -> it.caption().id()).distinct().count() < figures.size()) {
            throw new IllegalArgumentException("two figures would have the same file");
        }
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException(steps.size() + " steps are more than anybody walks");
        }
    }
}
