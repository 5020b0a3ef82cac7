package io.godwit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.time.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameFileTest {

    private static final int SEEDS = 300;

    private final MemoryDisk disk = new MemoryDisk();

    private static Frame frame(int index, int bytes) {
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) index);
        return new Frame((byte) 1, index, Bytes.of(payload));
    }

    @Test
    void whatWasForcedSurvivesALossOfPowerAndATornTailIsCut() throws IOException {
        long torn = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomGenerator random = Seed.of(seed).generator();
            MemoryDisk one = new MemoryDisk();
            List<Frame> written = new ArrayList<>();
            FrameFile file = FrameFile.open(one.open(), "log").file();
            int forced = 0;
            for (int n = 0; n < 30; n++) {
                written.add(frame(n, random.nextInt(40)));
                file.append(written.getLast());
                if (random.nextInt(4) == 0) {
                    file.force();
                    forced = written.size();
                }
            }
            one.losePower(random);
            FrameFile.Opened opened = FrameFile.open(one.open(), "log");

            assertThat(opened.frames()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(forced);
            assertThat(opened.frames())
                    .as("seed %d", seed)
                    .isEqualTo(written.subList(0, opened.frames().size()));
            torn += opened.tornBytes() > 0 ? 1 : 0;
        }
        assertThat(torn).as("runs with a torn tail").isGreaterThan(SEEDS / 4);
    }

    @Test
    void aFileThatWasCutGoesOnBehindTheCut() throws IOException {
        FrameFile file = FrameFile.open(disk.open(), "log").file();
        file.append(frame(1, 10));
        file.force();
        file.append(frame(2, 1000));
        disk.losePower(Seed.of(3).generator());
        FrameFile again = FrameFile.open(disk.open(), "log").file();
        again.append(frame(3, 10));
        again.force();

        assertThat(FrameFile.open(disk.open(), "log").frames()).containsExactly(frame(1, 10), frame(3, 10));
    }

    @Test
    void damageBeforeTheEndOfWhatWasDurableIsNotTakenForATornTail() throws IOException {
        FrameFile file = FrameFile.open(disk.open(), "log").file();
        for (int n = 0; n < 10; n++) {
            file.append(frame(n, 20));
            file.force();
        }
        disk.spoil("log", 100);

        assertThatThrownBy(() -> FrameFile.open(disk.open(), "log"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged at byte");
    }

    @Test
    void aDiskThatForgetsToForceLosesWhatItSaidWasDurable() throws IOException {
        disk.forgetForce();
        FrameFile file = FrameFile.open(disk.open(), "log").file();
        file.append(frame(1, 500));
        file.force();
        disk.losePower(Seed.of(1).generator());

        assertThat(FrameFile.open(disk.open(), "log").frames()).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsDurableOnceItWasReadAgain() throws IOException {
        FrameFile.open(disk.open(), "log").file().append(frame(1, 500));
        disk.killProcess();
        assertThat(FrameFile.open(disk.open(), "log").frames()).containsExactly(frame(1, 500));
        disk.losePower(Seed.of(1).generator());
        assertThat(FrameFile.open(disk.open(), "log").frames()).containsExactly(frame(1, 500));
    }

    @Test
    void aProcessThatWasReplacedCanWriteNoMore() throws IOException {
        FrameFile old = FrameFile.open(disk.open(), "log").file();
        LogDevice next = disk.open();

        assertThatThrownBy(() -> old.append(frame(1, 1))).isInstanceOf(IOException.class);
        assertThat(next.read("log")).isEmpty();
    }

    @Test
    void realFilesKeepWhatWasWritten(@TempDir Path directory) throws IOException {
        try (FileLogDevice device = FileLogDevice.open(directory)) {
            FrameFile file = FrameFile.open(device, "log").file();
            file.append(frame(1, 10));
            file.force();
            file.replaceAll(List.of(frame(2, 10)));
            file.append(frame(3, 10));
            file.force();
            assertThatThrownBy(() -> FileLogDevice.open(directory)).hasMessageContaining("in use by another process");
        }
        try (FileLogDevice device = FileLogDevice.open(directory)) {
            assertThat(FrameFile.open(device, "log").frames()).containsExactly(frame(2, 10), frame(3, 10));
        }
    }
}
