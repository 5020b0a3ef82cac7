package io.godwit.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    record Everything(
            MemorySize memory, Bandwidth bandwidth, Frequency clock, EventRate writes, Share share, Duration hold) {}

    private static final List<ObjectMapper> MAPPERS = List.of(
            JsonMapper.builder().addModule(Durations.jacksonModule()).build(),
            YAMLMapper.builder().addModule(Durations.jacksonModule()).build(),
            CBORMapper.builder().addModule(Durations.jacksonModule()).build());

    @ParameterizedTest
    @CsvSource({
        "0B,0,0B",
        "8GiB,8589934592,8GiB",
        "512MiB,536870912,512MiB",
        "64KiB,65536,64KiB",
        "4096B,4096,4KiB",
        "1000B,1000,1000B",
        "1.5GiB,1610612736,1.5GiB",
        "2048 MiB,2147483648,2GiB",
    })
    void readsAndWritesMemorySizes(String text, long bytes, String canonical) {
        assertThat(MemorySize.parse(text)).isEqualTo(new MemorySize(bytes)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "10Gbit,10000000000,10Gbit",
        "10Gbit/s,10000000000,10Gbit",
        "50Mbit,50000000,50Mbit",
        "20MiB/s,167772160,20MiB/s",
        "0bit,0,0bit",
        "2.5Gbit,2500000000,2.5Gbit",
    })
    void readsAndWritesBandwidths(String text, long bitsPerSecond, String canonical) {
        assertThat(Bandwidth.parse(text))
                .isEqualTo(new Bandwidth(bitsPerSecond))
                .hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "50/s,50,1000000000,50/s",
        "3/m,3,60000000000,3/m",
        "60/m,1,1000000000,1/s",
        "0.5/s,30,60000000000,30/m",
        "0/s,0,1000000000,0/s",
        "1/d,1,86400000000000,1/d",
        "2/ms,2000,1000000000,2000/s",
    })
    void readsAndWritesRatesInTheShortestExactPeriod(String text, long events, long periodNs, String canonical) {
        var rate = EventRate.parse(text);
        assertThat(rate).hasToString(canonical).isEqualTo(EventRate.parse(canonical));
        assertThat(rate.events()).isEqualTo(events);
        assertThat(rate.periodNs()).isEqualTo(periodNs);
    }

    @ParameterizedTest
    @CsvSource({
        "200ms,200000000,200ms",
        "1.5s,1500000000,1.5s",
        "2m,120000000000,2m",
        "90s,90000000000,90s",
        "30us,30000,30us",
        "30µs,30000,30us",
        "1h,3600000000000,1h",
        "0s,0,0s",
        "0ms,0,0s",
        "7ns,7,7ns",
    })
    void readsAndWritesDurations(String text, long nanos, String canonical) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(nanos));
        assertThat(Durations.formatNs(nanos)).isEqualTo(canonical);
    }

    @Test
    void readsAndWritesFrequenciesAndShares() {
        assertThat(Frequency.parse("2.2GHz"))
                .isEqualTo(new Frequency(2_200_000_000L))
                .hasToString("2.2GHz");
        assertThat(Frequency.parse("1860MHz")).hasToString("1860MHz");
        assertThat(Share.parse("30%")).isEqualTo(Share.ofPercent(30)).hasToString("30%");
        assertThat(Share.parse("0.5%")).isEqualTo(new Share(5_000_000)).hasToString("0.5%");
        assertThat(Share.parse("12.5%").of(1_000)).isEqualTo(125);
        assertThatThrownBy(() -> Share.parse("101%")).hasMessageContaining("'101%' is more than the whole");
        assertThatThrownBy(() -> Frequency.parse("0Hz")).hasMessageContaining("is not above zero");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "8", "1.5", "12 "})
    void refusesANumberWithoutAUnitInEveryKind(String text) {
        List<Function<String, ?>> kinds = List.of(
                MemorySize::parse,
                Bandwidth::parse,
                Frequency::parse,
                EventRate::parse,
                Share::parse,
                Durations::parse);
        for (var parse : kinds) {
            assertThatThrownBy(() -> parse.apply(text))
                    .isInstanceOf(IllegalQuantity.class)
                    .hasMessageContaining("has no unit: write ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',is not a memory size",
        "GiB,is not a memory size",
        "8GB,'has no known unit (known: B, KiB, MiB, GiB, TiB, PiB)'",
        "-1GiB,is negative",
        "0.5B,is finer than can be kept",
        "9223372036854775808B,is too large",
        "99999999PiB,is too large (at most 8191.9PiB)",
        "1e3KiB,is not a memory size",
        "8GiB 2,is not a memory size",
    })
    void saysWhatIsWrongAndWhatToWriteInstead(String text, String problem) {
        assertThatThrownBy(() -> MemorySize.parse(text))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageStartingWith("'" + text + "' " + problem)
                .hasMessageEndingWith(": write a memory size like 8GiB, 512MiB, 64KiB or 4096B");
    }

    @Test
    void everyAmountSurvivesItsOwnText() {
        var random = new SplittableRandom(1);
        List<LongFunction<Object>> kinds = List.of(MemorySize::new, Bandwidth::new, Frequency::new);
        List<Function<String, Object>> readers = List.of(MemorySize::parse, Bandwidth::parse, Frequency::parse);
        for (int i = 0; i < 3_000; i++) {
            long amount = Math.max(1, (random.nextLong() >>> 1) >>> random.nextInt(63));
            int kind = i % kinds.size();
            Object quantity = kinds.get(kind).apply(amount);
            assertThat(readers.get(kind).apply(quantity.toString())).isEqualTo(quantity);
            assertThat(Durations.parseNs(Durations.formatNs(amount))).isEqualTo(amount);
        }
    }

    @Test
    void jacksonCarriesTheTextInEveryFormat() throws Exception {
        var everything = new Everything(
                MemorySize.ofGibibytes(8),
                Bandwidth.parse("20MiB/s"),
                Frequency.parse("2.2GHz"),
                EventRate.parse("3/m"),
                Share.ofPercent(30),
                Duration.ofMillis(1500));
        for (ObjectMapper mapper : MAPPERS) {
            byte[] bytes = mapper.writeValueAsBytes(everything);
            assertThat(mapper.readValue(bytes, Everything.class)).isEqualTo(everything);
        }
        assertThat(MAPPERS.getFirst().writeValueAsString(everything))
                .isEqualTo("{\"memory\":\"8GiB\",\"bandwidth\":\"20MiB/s\",\"clock\":\"2.2GHz\",\"writes\":\"3/m\","
                        + "\"share\":\"30%\",\"hold\":\"1.5s\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"memory: 8", "bandwidth: 0", "clock: 2.2", "writes: 50", "share: 30", "hold: 10", "hold: 1.5"})
    void yamlNumbersWithoutUnitAreRefused(String yaml) {
        assertThatThrownBy(() -> MAPPERS.get(1).readValue(yaml, Everything.class))
                .hasMessageContaining("has no unit: write ");
    }

    @Test
    void bandwidthIsExactWhereDoublesAndLongsAreNot() {
        assertThat(Bandwidth.parse("10Gbit").nanosFor(4096)).isEqualTo(3277); // 3276.8, rounded up
        assertThat(Bandwidth.parse("1bit").nanosFor(1)).isEqualTo(8_000_000_000L);
        assertThat(Bandwidth.parse("0bit").nanosFor(0)).isZero();
        assertThat(Bandwidth.parse("10Gbit").nanosFor(MemorySize.parse("1TiB").bytes()))
                .isEqualTo(879_609_302_221L); // the product exceeds 63 bits
        assertThatThrownBy(() -> Bandwidth.parse("0bit").nanosFor(1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Bandwidth.parse("1bit").nanosFor(Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
        assertThat(Bandwidth.parse("20MiB/s").bytesIn(1_000_000_000L)).isEqualTo(20 << 20);
    }

    @Test
    void theNthEventIsTheFirstInstantAtWhichNHaveHappened() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 1_000; i++) {
            var rate = EventRate.parse(
                    (1 + random.nextInt(100_000)) + List.of("/s", "/m", "/h").get(i % 3));
            long n = 1 + random.nextLong(1_000_000_000L);
            long timeNs = rate.timeOfNs(n);
            assertThat(rate.eventsIn(timeNs)).as(rate + ", event " + n).isEqualTo(n);
            assertThat(rate.eventsIn(timeNs - 1)).as(rate + ", event " + n).isEqualTo(n - 1);
        }
    }

    @Test
    void productsAndQuotientsAgreeWithBigIntegers() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            long a = (random.nextLong() >>> 1) >>> random.nextInt(63);
            long b = (random.nextLong() >>> 1) >>> random.nextInt(63);
            long divisor = Math.max(1, (random.nextLong() >>> 1) >>> random.nextInt(63));
            BigInteger[] exact = BigInteger.valueOf(a)
                    .multiply(BigInteger.valueOf(b))
                    .divideAndRemainder(BigInteger.valueOf(divisor));
            if (exact[0].bitLength() < 63) {
                assertThat(Exact.floorMulDiv(a, b, divisor)).isEqualTo(exact[0].longValueExact());
                assertThat(Exact.ceilMulDiv(a, b, divisor)).isEqualTo(exact[0].longValueExact() + exact[1].signum());
            } else if (exact[0].bitLength() > 63) {
                assertThatThrownBy(() -> Exact.floorMulDiv(a, b, divisor)).isInstanceOf(ArithmeticException.class);
            }
        }
    }

    @Test
    void countsPagesAndRefusesPartOfOne() {
        assertThat(MemorySize.parse("8GiB").pages(MemorySize.parse("4KiB"))).isEqualTo(2_097_152);
        assertThatThrownBy(() -> MemorySize.parse("5000B").pages(MemorySize.parse("4KiB")))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageContaining("5000B is no whole number of pages of 4KiB");
        assertThatThrownBy(() -> MemorySize.ofKibibytes(1).minus(MemorySize.ofKibibytes(2)))
                .isInstanceOf(IllegalQuantity.class);
    }

    @Test
    void saysInSentencesNoMoreThanAThousandth() {
        assertThat(Durations.roughlyNs(24_869_082_436L)).isEqualTo("24.869s");
        assertThat(Durations.roughlyNs(19_804_561L)).isEqualTo("19.805ms");
        assertThat(Durations.roughlyNs(-1_500_499_999L)).isEqualTo("-1.5s");
        assertThat(Durations.roughlyNs(90_000_000_000L)).isEqualTo("90s");
        assertThat(Durations.roughlyNs(0)).isEqualTo("0s");
    }

    @Test
    void sizesForPeopleHaveADecimalWhereTheyAreRounded() {
        assertThat(MemorySize.parse("32505852KiB").roughly()).isEqualTo("31.0GiB");
        assertThat(MemorySize.parse("134012KiB").roughly()).isEqualTo("130.9MiB");
        assertThat(MemorySize.ofMebibytes(1_300).roughly()).isEqualTo("1.3GiB");
        assertThat(MemorySize.ofMebibytes(1_023).roughly()).isEqualTo("1023MiB");
        assertThat(MemorySize.ofGibibytes(31).roughly()).isEqualTo("31GiB");
        assertThat(MemorySize.ofMebibytes(1_536).roughly()).isEqualTo("1.5GiB");
        assertThat(MemorySize.ZERO.roughly()).isEqualTo("0B");
        assertThat(new MemorySize(1_234_567).roughly()).isEqualTo("1.2MiB");
        assertThat(new MemorySize(Long.MAX_VALUE).roughly()).isEqualTo("8192.0PiB");
    }

    @Test
    void whatIsMissingIsEnoughWhenItIsRounded() {
        assertThat(MemorySize.parse("72355844KiB").roughly()).isEqualTo("69.0GiB");
        assertThat(MemorySize.parse("72355844KiB").roughlyAtLeast()).isEqualTo("69.1GiB");
        assertThat(MemorySize.ofGibibytes(69).roughlyAtLeast()).isEqualTo("69GiB");
    }

    @Test
    void durationsThatPeopleWatchHaveThreeDigits() {
        assertThat(Durations.brieflyNs(0)).isEqualTo("0ns");
        assertThat(Durations.brieflyNs(17)).isEqualTo("17ns");
        assertThat(Durations.brieflyNs(12_128)).isEqualTo("12.1us");
        assertThat(Durations.brieflyNs(999_400)).isEqualTo("999us");
        assertThat(Durations.brieflyNs(999_999)).isEqualTo("1ms");
        assertThat(Durations.brieflyNs(314_891_000)).isEqualTo("315ms");
        assertThat(Durations.brieflyNs(999_999_999)).isEqualTo("1s");
        assertThat(Durations.brieflyNs(2_407_300_000L)).isEqualTo("2.41s");
        assertThat(Durations.brieflyNs(86_400_400_000_000L)).isEqualTo("86400s");
        assertThat(Durations.brieflyNs(-12_128)).isEqualTo("-12.1us");
    }

    @Test
    void oneThingIsNoSeveral() {
        assertThat(Counted.of(1, "round")).isEqualTo("1 round");
        assertThat(Counted.of(0, "round")).isEqualTo("0 rounds");
        assertThat(Counted.of(1_204, "page")).isEqualTo("1,204 pages");
    }
}
