package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.DowntimeParts;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.DiskCopied;
import io.godwit.history.MigrationEvent.DiskPredicted;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.PhaseEntered;
import io.godwit.history.MigrationEvent.Predicted;
import io.godwit.history.MigrationEvent.Pulled;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.MigrationEvent.StoodStill;
import io.godwit.link.LinkQuality;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.Terms;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.vm.VmSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What a source expects when its first page is about to leave is what comes, of guests that do what they are said to:
/// rounds, bytes, time, and downtime part by part.
class OutlookTest {

    private static final List<Mode> MODES =
            List.of(Mode.PRE_COPY, Mode.SUSPEND_AND_COPY, Mode.POST_COPY, Mode.HYBRID, Mode.FREEZE_AND_COPY);

    private static final int SEEDS = 12;
    private static final int HELPED_SEEDS = 3;

    /// A guest stands when its last write to its disk was made just now, or as long ago as that.
    private static final long BETWEEN_WRITES_NS = Session.WRITES.periodNs() / Session.WRITES.events();

    private static final Duration OPENS = Duration.ofMillis(1);

    @Test
    void isWhatComesInEachMode() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (Mode mode : MODES) {
                Scenario scenario = scenario(seed, mode);
                try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.opening(OPENS), Optional.of(alone()))) {
                    hosts.move();
                    String what = mode + ", seed " + seed + ", " + scenario;
                    compare(hosts, what);
                }
            }
        }
    }

    /// Of a guest that began with an image of which a tenth is zero, and has memory that it never used. How many pages
    /// a target holds is not known: this one holds none.
    @Test
    void isWhatComesInEachModeWithEachHelp() {
        for (long seed = 1; seed <= HELPED_SEEDS; seed++) {
            for (Mode mode : MODES) {
                for (Aid aid : Aid.values()) {
                    Scenario scenario = scenario(seed, mode).of(Scenario.FILLED);
                    Terms terms = scenario.terms();
                    Scenario helped = scenario.with(new Terms(
                            mode,
                            terms.stop(),
                            terms.most(),
                            HelpWish.of(Optional.of(List.of(aid))).over(Help.none())));
                    try (TwoHosts hosts = new TwoHosts(helped, TwoHosts.Plants.opening(OPENS), Optional.of(alone()))) {
                        hosts.move();
                        compareRoughly(hosts, 0, aid + ", " + mode + ", seed " + seed + ", " + scenario);
                    }
                }
            }
        }
    }

    /// As fast as the link, or as its host's disk reads; the guest writes to it all the while.
    @Test
    void isWhatComesOfADiskThatGoesAlongInEachMode() {
        for (long seed = 1; seed <= HELPED_SEEDS; seed++) {
            for (Mode mode : Mode.values()) {
                for (Bandwidth link : List.of(Bandwidth.parse("600Mbit"), Bandwidth.parse("10Gbit"))) {
                    Scenario scenario =
                            scenario(seed, mode).serving(VmSpec.LOCAL_DISK).over(link);
                    try (TwoHosts hosts =
                            new TwoHosts(scenario, TwoHosts.Plants.opening(OPENS), Optional.of(alone()))) {
                        hosts.move();
                        String what = mode + ", seed " + seed + ", " + link;
                        var expected = hosts.events(DiskPredicted.class).getFirst();
                        var came = hosts.events(DiskCopied.class).getFirst();
                        assertThat(expected.bytes()).as(what).isCloseTo(came.bytes(), withinPercentage(5));
                        assertThat(expected.durationNs()).as(what).isCloseTo(came.durationNs(), withinPercentage(10));
                        if (mode.movesMemory()) {
                            compareRoughly(hosts, BETWEEN_WRITES_NS, what);
                        }
                    }
                }
            }
        }
    }

    /// @param byChanceNs of its downtime
    private static void compareRoughly(TwoHosts hosts, long byChanceNs, String of) {
        Predicted predicted = hosts.events(Predicted.class).getFirst();
        MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
        DowntimeParts parts = hosts.events(StoodStill.class).getFirst().parts();
        String what = of + ": " + predicted + " " + parts + " " + report.rounds() + " " + report.help();
        assertThat(predicted.bytes()).as(what).isCloseTo(report.bytes(), withinPercentage(10));
        assertThat(predicted.durationNs()).as(what).isCloseTo(overNs(hosts) - firstPageNs(hosts), withinPercentage(10));
        assertThat(predicted.downtime().totalNs())
                .as(what)
                .isCloseTo(parts.totalNs(), within(parts.totalNs() / 10 + byChanceNs));
    }

    private static void compare(TwoHosts hosts, String of) {
        Predicted predicted = hosts.events(Predicted.class).getFirst();
        MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
        String what = of + ": " + predicted + " " + report.rounds();
        assertThat(predicted.converges()).as(what).isTrue();
        assertThat(predicted.rounds()).as(what).isEqualTo(report.rounds().size());
        assertThat((double) predicted.bytes())
                .as(what)
                .isCloseTo((double) report.bytes(), within(0.01 * report.bytes()));
        long tookNs = overNs(hosts) - firstPageNs(hosts);
        assertThat((double) predicted.durationNs()).as(what).isCloseTo((double) tookNs, within(0.01 * tookNs));
        compare(predicted.downtime(), hosts.events(StoodStill.class).getFirst().parts(), what);
    }

    /// Of the parts only the last pages are the guest's doing.
    private static void compare(DowntimeParts predicted, DowntimeParts came, String of) {
        String what = of + ": " + came;
        assertThat(predicted.pagesNs().isPresent())
                .as(what)
                .isEqualTo(came.pagesNs().isPresent());
        assertThat((double) predicted.totalNs())
                .as(what)
                .isCloseTo((double) came.totalNs(), within(0.03 * came.totalNs()));
        assertThat(predicted.pauseNs()).as(what).isEqualTo(came.pauseNs());
        assertClose(predicted.stateNs(), came.stateNs(), what);
        assertClose(predicted.transitNs(), came.transitNs(), what);
        assertClose(predicted.verifyNs(), came.verifyNs(), what);
        assertClose(predicted.commitNs(), came.commitNs(), what);
        assertClose(predicted.resumeNs(), came.resumeNs(), what);
    }

    private static void assertClose(long predictedNs, long cameNs, String what) {
        assertThat(predictedNs).as(what).isCloseTo(cameNs, within(1_000L));
    }

    private static long firstPageNs(TwoHosts hosts) {
        return hosts.history.stream()
                .filter(it -> it.event() instanceof PhaseEntered entered
                        && entered.side() == Side.SOURCE
                        && entered.phase() == Phase.PRECOPY)
                .findFirst()
                .orElseThrow()
                .atNs();
    }

    private static long overNs(TwoHosts hosts) {
        return hosts.history.stream()
                .filter(it -> it.event() instanceof StoodStill || it.event() instanceof Pulled)
                .toList()
                .getLast()
                .atNs();
    }

    private static Scenario scenario(long seed, Mode mode) {
        RandomGenerator random = Seed.of(seed).child("outlook").generator();
        Scenario small = Scenario.small(seed).by(mode);
        var link = new LinkQuality(
                Duration.ofNanos(50_000 + random.nextLong(2_000_000)),
                Bandwidth.parse(500 + random.nextInt(2_000) + "Mbit"));
        return new Scenario(
                small.memory(),
                small.workingSet(),
                seed % 2 == 0 ? new Pattern.Random() : new Pattern.Sequential(),
                EventRate.parse(1_000 + random.nextInt(6_000) + "/s"),
                link,
                small.terms(),
                seed);
    }

    /// Hosts that manage memory know what their guests are said to write.
    private static TwoHosts.Crowd alone() {
        return switch (MemoryCosts.FILES.read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> new TwoHosts.Crowd(MemoryManagement.of(costs), 0);
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }
}
