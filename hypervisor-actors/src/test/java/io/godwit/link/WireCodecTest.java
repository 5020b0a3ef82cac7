package io.godwit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.godwit.link.Pigeon.Cargo;
import io.godwit.network.NetworkWire;
import io.godwit.time.Seed;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WireCodecTest {

    private final WireCodec codec = new WireCodec(List.of(Pigeon.class, NetworkWire.class));

    private final Pigeon.Parcel parcel = new Pigeon.Parcel(
            new NodeId("n1"),
            Optional.of(new Endpoint(new NodeId("n2"), "loft")),
            Duration.ofMillis(1500),
            Optional.empty(),
            List.of(new Cargo.Corn(1L << 50), new Cargo.Nested(Cargo.Ring.GOLD, Pigeon.Colour.WHITE)),
            Map.of("a", new Cargo.Nothing()),
            Optional.of(new Cargo.Nested(new Cargo.Corn(-1), Pigeon.Colour.BLUE)),
            new TreeMap<>(Map.of(new NodeId("n3"), 3L)),
            Optional.of(new TreeSet<>(List.of(4, 2))));

    @Test
    void givesBackWhatItWasGiven() {
        List<WireMessage> messages =
                List.of(new Pigeon.Note(-7), parcel, new Pigeon.Racing.Fast(1.5, true, 'x', (short) 3, 0.1f));
        assertThat(messages)
                .allSatisfy(message -> assertThat(roundTrip(message)).isEqualTo(message));
    }

    @Test
    void givesBackArrays() {
        byte[] bytes = {1, -2, 3};
        long[] numbers = {Long.MIN_VALUE, 0, Long.MAX_VALUE};
        assertThat(roundTrip(new Pigeon.Raw(bytes, numbers))).isInstanceOfSatisfying(Pigeon.Raw.class, raw -> {
            assertThat(raw.bytes()).isEqualTo(bytes);
            assertThat(raw.numbers()).isEqualTo(numbers);
        });
    }

    @Test
    void namesMessagesByFamilyAndRecord() throws IOException {
        JsonNode wire = new CBORMapper().readTree(codec.encode(new Pigeon.Racing.Fast(1, false, 'a', (short) 1, 2)));
        assertThat(wire.get(0).asText()).isEqualTo("Pigeon.Racing.Fast");
        assertThat(new CBORMapper().readTree(codec.encode(new Pigeon.Note(1))).toString())
                .isEqualTo("[\"Pigeon.Note\",{\"number\":1}]");
    }

    @Test
    void saysWhyBytesAreNoMessage() throws IOException {
        assertThat(why("[\"Pigeon.Eagle\",{}]")).contains("Pigeon.Eagle");
        assertThat(why("[\"Pigeon.Note\",{\"number\":1,\"extra\":2}]")).contains("extra");
        assertThat(why("[\"Pigeon.Note\",{}]")).contains("number");
        assertThat(why("[\"Pigeon.Note\",{\"number\":null}]")).contains("null");
        assertThat(why("null")).contains("no message");
        assertThat(codec.decode(new byte[0])).isInstanceOf(WireCodec.Malformed.class);
        assertThat(codec.decode(Arrays.copyOf(codec.encode(parcel), 40))).isInstanceOf(WireCodec.Malformed.class);
    }

    @Test
    void refusesAllGarbageWithoutAnException() {
        byte[] whole = codec.encode(parcel);
        RandomGenerator random = Seed.of(1).generator();
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k <= random.nextInt(3); k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            refused += codec.decode(damaged) instanceof WireCodec.Malformed ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void refusesToWriteWhatItCouldNotRead() {
        WireCodec other = new WireCodec(List.of(NetworkWire.class));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.encode(new Pigeon.Note(1)))
                .withMessageContaining("no family");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WireCodec(List.of(WireMessage.class)))
                .withMessageContaining("no record");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WireCodec(List.of(Pigeon.class, Pigeon.Racing.class)))
                .withMessageContaining("two messages");
    }

    private WireMessage roundTrip(WireMessage message) {
        return switch (codec.decode(codec.encode(message))) {
            case WireCodec.Decoded(var decoded) -> decoded;
            case WireCodec.Malformed(var why) -> throw new AssertionError(why);
        };
    }

    private String why(String json) throws IOException {
        byte[] wire =
                new CBORMapper().writeValueAsBytes(new com.fasterxml.jackson.databind.ObjectMapper().readTree(json));
        return switch (codec.decode(wire)) {
            case WireCodec.Decoded(var decoded) -> throw new AssertionError(decoded);
            case WireCodec.Malformed(var why) -> why;
        };
    }
}
