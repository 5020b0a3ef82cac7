package io.godwit.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.log.Frame;
import io.godwit.log.Frames;
import io.godwit.log.Frames.Content;
import io.godwit.log.LogDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArraySimulationTest {

    private static final int SEEDS = 250;
    private static final String REPLAY = "mvn test -pl cluster-node -am -Dtest=ArraySimulationTest";
    private static final int SEEDS_FOR_A_PLANTED_BUG = 25;

    @Test
    void noSeedBreaksAPromise() {
        long only = Long.getLong("godwit.seed", -1);
        List<Long> seeds =
                only >= 0 ? List.of(only) : LongStream.range(0, SEEDS).boxed().toList();
        Map<String, Integer> drawn = new TreeMap<>();
        Watched watched = new Watched();
        long checked = 0;
        for (long seed : seeds) {
            ArraySimulation.Outcome outcome = ArraySimulation.play(seed, watched::around);
            assertThat(outcome.broken())
                    .as("seed %d, drawn %s; replay: %s -Dgodwit.seed=%d", seed, outcome.drawn(), REPLAY, seed)
                    .isEmpty();
            outcome.drawn().forEach((what, count) -> drawn.merge(what, count, Integer::sum));
            checked += outcome.checkedNumbers();
        }
        if (only < 0) {
            assertThat(drawn.keySet())
                    .contains("kill", "power", "hold", "lose", "pause", "host", "open", "discard", "rewrite");
            assertThat(drawn.get("copies")).isGreaterThan(SEEDS / 4);
            assertThat(drawn.get("power")).isGreaterThan(SEEDS);
            assertThat(drawn.get("refused")).isGreaterThan(10 * SEEDS);
            assertThat(watched.torn).isGreaterThan(SEEDS / 4);
            assertThat(watched.replaced).isGreaterThan(SEEDS);
            assertThat(checked).isGreaterThan(100L * SEEDS);
        }
    }

    @Test
    void theSameSeedPlaysTheSameRun() {
        assertThat(ArraySimulation.play(7, device -> device)).isEqualTo(ArraySimulation.play(7, device -> device));
    }

    @Test
    void anArrayThatAnswersBeforeItForcesLosesWhatItAcknowledged() {
        assertThat(brokenBy(ForcesLater::new)).anyMatch(promise -> promise.contains("acknowledged and is lost"));
    }

    @Test
    void anArrayThatForgetsItsFloorsAcceptsOldEpochs() {
        assertThat(brokenBy(LosesFloors::new))
                .anyMatch(promise -> promise.startsWith("WriteAccepted") && promise.contains("after an opening at"))
                .anyMatch(promise -> promise.contains("below a floor"));
    }

    @Test
    void anArrayThatKeepsWhatItHoldsAlreadyKeepsItTwice() {
        assertThat(brokenBy(WritesTwice::new)).anyMatch(promise -> promise.contains("was kept twice"));
    }

    private static List<String> brokenBy(UnaryOperator<LogDevice> planted) {
        List<String> broken = new ArrayList<>();
        for (long seed = 0; seed < SEEDS_FOR_A_PLANTED_BUG; seed++) {
            broken.addAll(ArraySimulation.play(seed, planted).broken());
        }
        return broken;
    }

    /// Counts what recovery and compaction do to the disk.
    private static final class Watched {

        private int torn;
        private int replaced;

        private LogDevice around(LogDevice device) {
            return new Planted(device) {
                @Override
                public byte[] read(String file) throws IOException {
                    byte[] bytes = device.read(file);
                    if (Frames.decode(bytes) instanceof Content.Usable usable && usable.soundBytes() < bytes.length) {
                        torn++;
                    }
                    return bytes;
                }

                @Override
                public void replace(String file, byte[] bytes) throws IOException {
                    replaced++;
                    super.replace(file, bytes);
                }
            };
        }
    }

    /// Planted: says that bytes are durable before they are.
    private static final class ForcesLater extends Planted {

        ForcesLater(LogDevice device) {
            super(device);
        }

        @Override
        public void append(String file, byte[] bytes) throws IOException {
            super.force(file);
            super.append(file, bytes);
        }

        @Override
        public void force(String file) {}
    }

    /// Planted: a raised floor is not written.
    private static final class LosesFloors extends Planted {

        LosesFloors(LogDevice device) {
            super(device);
        }

        @Override
        public void append(String file, byte[] bytes) throws IOException {
            Content.Usable usable = (Content.Usable) Frames.decode(bytes);
            for (Frame frame : usable.frames()) {
                if (frame.kind() == EntryCodec.FLOOR_RAISED) {
                    return;
                }
            }
            super.append(file, bytes);
        }
    }

    /// Planted: whatever is written is written again.
    private static final class WritesTwice extends Planted {

        WritesTwice(LogDevice device) {
            super(device);
        }

        @Override
        public void append(String file, byte[] bytes) throws IOException {
            super.append(file, bytes);
            super.append(file, bytes);
        }
    }
}
