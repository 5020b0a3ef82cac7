package io.godwit.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a person gives to measurements, of which each takes what concerns it, by properties of its JVM.
///
/// @param traces folder of a PlanetLab trace; empty: none
/// @param part a regular expression for names of inner parts; empty: all
record Given(Path traces, String part) {

    static final String TRACES = "godwit.bench.traces";
    static final String PART = "godwit.bench.part";

    List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (!traces.toString().isEmpty()) {
            flags.add("-D" + TRACES + "=" + traces.toAbsolutePath());
        }
        if (!part.isEmpty()) {
            flags.add("-D" + PART + "=" + part);
        }
        return flags;
    }
}
