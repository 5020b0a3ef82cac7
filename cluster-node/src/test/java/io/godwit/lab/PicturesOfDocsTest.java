package io.godwit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.figure.Drawing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Pictures of techniques in the documentation come from labs.
class PicturesOfDocsTest {

    private static final Path HOME = Path.of(System.getProperty("godwit.home", ".."));

    @Test
    void eachPictureIsOneThatALabDraws() throws IOException {
        var drawn = new TreeMap<String, String>();
        for (var lab : Labs.all()) {
            var run = Run.of(lab, Map.of(), 1, HOME.resolve("config"));
            for (var figure : run.findings().figures()) {
                Drawing.svg(figure)
                        .ifPresent(it -> drawn.put(
                                lab.card().name() + "-" + figure.caption().id(), labelOf(it)));
            }
        }
        try (Stream<Path> pictures = Files.list(HOME.resolve("docs/images"))) {
            for (var picture :
                    pictures.filter(it -> it.toString().endsWith(".svg")).toList()) {
                var name = picture.getFileName().toString().replace(".svg", "");
                assertThat(drawn).as("docs/images/labs.sh draws " + name).containsKey(name);
                assertThat(labelOf(Files.readString(picture)))
                        .as("it is stale: run docs/images/labs.sh")
                        .isEqualTo(drawn.get(name));
            }
        }
    }

    private static String labelOf(String svg) {
        int from = svg.indexOf("aria-label=\"");
        return svg.substring(from, svg.indexOf('"', from + 12));
    }
}
