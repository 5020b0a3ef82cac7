package io.godwit.figure;

import io.godwit.unit.IllegalQuantity;

/// What is written at a figure.
///
/// @param id names its file: small letters, digits and dashes
/// @param title what it shows, in a few words
/// @param text what one sees there, in a sentence or two
public record Caption(String id, String title, String text) {

    public Caption {
        if (!id.matches("[a-z][a-z0-9-]{0,39}")) {
            throw new IllegalQuantity("'" + id + "' names no figure: write small letters, digits and dashes");
        }
    }
}
