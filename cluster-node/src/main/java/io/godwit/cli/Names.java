package io.godwit.cli;

import io.godwit.client.Unreachable;
import io.godwit.unit.Excerpt;

/// Names that people type, before they become part of an address.
final class Names {

    private Names() {}

    /// @throws Unreachable if nothing can have this name
    static String inPath(String name) {
        if (!name.matches("[\\w-][\\w.-]{0,59}")) {
            throw new Unreachable("'" + Excerpt.of(name) + "' is no name: use small letters, digits and dashes");
        }
        return name;
    }
}
