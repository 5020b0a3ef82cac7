package io.godwit.lab;

import java.util.List;

/// What one reads about a lab before it is run.
///
/// @param name as it is typed: small letters, digits and dashes
/// @param line what it shows, in one line of a list
/// @param question which it answers
/// @param setUp what is built and done, a paragraph each
/// @param sources of the costs that it rests on: papers, tables, files under `config`; an unverified one says so
/// @param notModelled what a real machine has and this does not, a sentence each; never empty
public record Card(
        String name, String line, String question, List<String> setUp, List<String> sources, List<String> notModelled) {

    public Card {
        setUp = List.copyOf(setUp);
        sources = List.copyOf(sources);
        notModelled = List.copyOf(notModelled);
        if (!name.matches("[a-z][a-z0-9-]{0,29}")) {
            throw new IllegalArgumentException("'" + name + "' can't be typed as a lab's name");
        }
        if (setUp.isEmpty() || sources.isEmpty() || notModelled.isEmpty()) {
            throw new IllegalArgumentException(name + ": a card has a set-up, sources, and what is not modelled");
        }
    }
}
