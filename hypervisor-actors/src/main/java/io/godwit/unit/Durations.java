package io.godwit.unit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/// Reads and writes durations as people do: `200ms`, `1.5s`, `2m`, `30us` or `30µs`, `1h`, `0s`. The finest is a
/// nanosecond, the longest 292 years.
public final class Durations {

    private static final Scale SCALE = new Scale("a duration", "200ms, 1.5s or 2m")
            .unit("s", 1_000_000_000L)
            .unit("ns", 1)
            .unit("us", 1_000)
            .unit("ms", 1_000_000)
            .unit("m", 60_000_000_000L)
            .unit("h", 3_600_000_000_000L)
            .unit("d", 86_400_000_000_000L)
            .alias("µs", 1_000)
            .alias("μs", 1_000);

    private static final List<String> BRIEF_UNITS = List.of("ns", "us", "ms", "s");

    private Durations() {}

    /// @throws IllegalQuantity if the text is no duration
    public static Duration parse(String text) {
        return Duration.ofNanos(parseNs(text));
    }

    /// As [#parse], in nanoseconds.
    public static long parseNs(String text) {
        return SCALE.parse(text);
    }

    /// @throws ArithmeticException if longer than 292 years
    public static String format(Duration duration) {
        return formatNs(duration.toNanos());
    }

    /// As [#format]; a negative duration, which only a calculation makes, keeps its sign.
    public static String formatNs(long durationNs) {
        return durationNs < 0 ? "-" + SCALE.format(Math.negateExact(durationNs)) : SCALE.format(durationNs);
    }

    /// For sentences: in seconds, milliseconds or microseconds with three decimals at most, such as `24.869s` for
    /// 24,869,082,436 ns. What is less is nobody's business there, and stands in the numbers beside.
    public static String roughlyNs(long durationNs) {
        long size = Math.abs(durationNs);
        if (size >= 1_000_000_000) {
            return decimals(durationNs, 9) + "s";
        }
        return size >= 1_000_000 ? decimals(durationNs, 6) + "ms" : formatNs(durationNs);
    }

    /// For lines that people watch: three digits that matter, such as `12.1us`, `166ms`, `2.41s` or `150s`.
    public static String brieflyNs(long durationNs) {
        long size = Math.abs(durationNs);
        int digits = size >= 999_500_000 ? 9 : size >= 999_500 ? 6 : size >= 1_000 ? 3 : 0;
        BigDecimal value = BigDecimal.valueOf(durationNs, digits);
        BigDecimal rounded = value.round(new MathContext(3, RoundingMode.HALF_UP));
        BigDecimal kept = rounded.scale() < 0 ? value.setScale(0, RoundingMode.HALF_UP) : rounded;
        return (kept.signum() == 0 ? "0" : kept.stripTrailingZeros().toPlainString()) + BRIEF_UNITS.get(digits / 3);
    }

    private static String decimals(long durationNs, int digits) {
        return BigDecimal.valueOf(durationNs, digits)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /// Lets Jackson read and write [Duration] in this form.
    public static Module jacksonModule() {
        return new SimpleModule("godwit-durations")
                .addSerializer(Duration.class, new Writer())
                .addDeserializer(Duration.class, new Reader());
    }

    private static final class Writer extends StdScalarSerializer<Duration> {

        private static final long serialVersionUID = 1L;

        Writer() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(format(value));
        }
    }

    private static final class Reader extends StdScalarDeserializer<Duration> {

        private static final long serialVersionUID = 1L;

        Reader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return parse(json.getText());
        }
    }
}
