package io.godwit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageTest {

    private static final long PAGES = 50_000;

    @Test
    void holdsTheSameOnEveryHost() {
        Image here = image("debian", 0.3);
        Image there = image("debian", 0.3);
        for (long page = 0; page < PAGES; page++) {
            assertThat(there.content(page)).isEqualTo(here.content(page));
        }
        assertThat(there.digest()).isEqualTo(here.digest());
    }

    @Test
    void keepsItsContentsFromReleaseToRelease() {
        assertThat(image("debian", 0.3).content(7)).isEqualTo(-6_121_658_991_577_276_694L);
    }

    @Test
    void hasTheShareOfZeroPagesItWasAskedFor() {
        for (double share : new double[] {0, 0.1, 0.5, 0.9, 1}) {
            assertThat(1 - (double) image("debian", share).frames() / PAGES).isEqualTo(share, within(0.01));
        }
    }

    @Test
    void holdsAnotherContentInEachPageThatIsNotZero() {
        Image image = image("debian", 0.3);
        Image other = image("debian-2", 0.3);
        Set<Long> seen = new HashSet<>();
        for (long page = 0; page < PAGES; page++) {
            assertThat(image.content(page) == 0 || seen.add(image.content(page)))
                    .isTrue();
            assertThat(other.content(page) == 0 || seen.add(other.content(page)))
                    .isTrue();
        }
    }

    @Test
    void isZeroBeyondItsEnd() {
        assertThat(image("debian", 0).content(PAGES)).isZero();
        assertThat(Image.blank().content(0)).isZero();
    }

    @Test
    void countsItsPagesOnceEachInDigestAndFrames() {
        Image image = image("debian", 0.3);
        long digest = 0;
        long frames = 0;
        for (long page = PAGES - 1; page >= 0; page--) {
            if (image.content(page) != 0) {
                digest += Fingerprint.ofPage(page, image.content(page));
                frames++;
            }
        }
        assertThat(image.digest()).isEqualTo(digest);
        assertThat(image.frames()).isEqualTo(frames);
    }

    @Test
    void hasPagesInCommonWithImagesOfItsFamilyAlone() {
        Image debian = like("debian", new Likeness("linux", 300, 0, 1));
        Image ubuntu = like("ubuntu", new Likeness("linux", 300, 0, 1));
        Image windows = like("windows", new Likeness("nt", 300, 0, 1));
        long common = 0;
        for (long page = 0; page < PAGES; page++) {
            common += debian.content(page) != 0 && debian.content(page) == ubuntu.content(page) ? 1 : 0;
            assertThat(windows.content(page) == 0 || windows.content(page) != debian.content(page))
                    .isTrue();
        }
        assertThat((double) common / PAGES).isEqualTo(0.3, within(0.01));
        assertThat(1 - (double) debian.frames() / PAGES).isEqualTo(0.7 * 0.4, within(0.01));
    }

    @Test
    void repeatsSomeContentsAndSpreadsZerosInRuns() {
        Image image = like("debian", new Likeness("", 0, 250, 16));
        Map<Long, Integer> seen = new HashMap<>();
        long zeroRuns = 0;
        for (long page = 0; page < PAGES; page++) {
            seen.merge(image.content(page), 1, Integer::sum);
            zeroRuns += image.content(page) == 0 && (page == 0 || image.content(page - 1) != 0) ? 1 : 0;
        }
        long zeros = seen.remove(0L);
        long repeated = seen.values().stream()
                .filter(times -> times > 1)
                .mapToLong(it -> it)
                .sum();
        assertThat((double) zeros / PAGES).isEqualTo(0.4, within(0.02));
        assertThat((double) zeros / zeroRuns).isBetween(16.0, 40.0); // neighbouring runs join
        assertThat((double) repeated / (PAGES - zeros)).isEqualTo(0.25, within(0.01));
        assertThat(seen.values().stream().filter(times -> times > 1).count()).isEqualTo(Likeness.REPEATED);
    }

    @Test
    void isNotMadeFromNonsense() {
        assertThatThrownBy(() -> new Likeness("", 1, 0, 1)).hasMessageContaining("family");
        assertThatThrownBy(() -> new Likeness("x", 1, 1_001, 1)).hasMessageContaining("1001");
        assertThatThrownBy(() -> new Likeness("x", 1, 1, 0)).hasMessageContaining("run of 0");
        assertThatThrownBy(() -> new ImageSpec(" ", 1, 0)).hasMessageContaining("name");
        assertThatThrownBy(() -> new ImageSpec("x", -1, 0)).hasMessageContaining("-1 pages");
        assertThatThrownBy(() -> new ImageSpec("x", 1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new ImageSpec("x", 1, 1.1)).hasMessageContaining("1.1");
    }

    @Test
    void tellsContentsAndPlacesApartInFingerprints() {
        Set<Long> terms = new HashSet<>();
        for (long page = 0; page < 300; page++) {
            assertThat(Fingerprint.ofPage(page, 0)).isZero();
            for (long content = 1; content <= 300; content++) {
                assertThat(terms.add(Fingerprint.ofPage(page, content))).isTrue();
            }
        }
    }

    private static Image like(String name, Likeness likeness) {
        return Image.of(new ImageSpec(name, PAGES, 0.4, likeness));
    }

    private static Image image(String name, double zeroShare) {
        return Image.of(new ImageSpec(name, PAGES, zeroShare));
    }
}
