package io.godwit.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import io.godwit.stage.Vocabulary;
import io.godwit.time.Seed;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireRoundTripTest {

    private static final int SAMPLES = 100;

    private static final List<Class<?>> MESSAGES = messages();

    /// Every direct subtype of `WireMessage`, found in the compiled classes so that none is forgotten here.
    private static List<Class<?>> messages() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.godwit").stream()
                        .filter(JavaClass::isInterface)
                        .filter(type -> type.getRawInterfaces().stream()
                                .anyMatch(parent -> parent.isEquivalentTo(WireMessage.class)))
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    @Test
    void givesBackEveryMessageBetweenNodes() {
        List<Class<? extends WireMessage>> families = MESSAGES.stream()
                .<Class<? extends WireMessage>>map(type -> type.asSubclass(WireMessage.class))
                .toList();
        assertThat(families).hasSizeGreaterThanOrEqualTo(6);
        WireCodec codec = new WireCodec(families);
        WireSamples samples = new WireSamples(Seed.of(1).child("wire").generator());
        int seen = 0;
        for (Class<?> family : families) {
            for (Class<?> message : family.getPermittedSubclasses()) {
                for (int i = 0; i < SAMPLES; i++) {
                    assertRoundTrip(codec, (WireMessage) samples.draw(message));
                }
                seen++;
            }
        }
        assertThat(seen).as("messages looked at").isGreaterThanOrEqualTo(24);
    }

    @Test
    void theVocabularyHasEveryFamilyThatCrossesTheLink() {
        assertThat(Vocabulary.families())
                .containsExactlyInAnyOrderElementsOf(MESSAGES.stream()
                        .filter(type -> type.getSimpleName().endsWith("Wire"))
                        .<Class<? extends WireMessage>>map(type -> type.asSubclass(WireMessage.class))
                        .toList());
    }

    private static void assertRoundTrip(WireCodec codec, WireMessage message) {
        byte[] wire = codec.encode(message);
        switch (codec.decode(wire)) {
            case WireCodec.Decoded(var decoded) -> {
                if (!decoded.equals(message)) { // as records with arrays are
                    assertThat(decoded).usingRecursiveComparison().isEqualTo(message);
                }
                assertThat(codec.encode(decoded)).isEqualTo(wire);
            }
            case WireCodec.Malformed(var why) -> throw new AssertionError(message + ": " + why);
        }
    }
}
