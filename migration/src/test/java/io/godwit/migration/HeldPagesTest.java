package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.PhaseEntered;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.identity.VmId;
import io.godwit.image.GuestImage;
import io.godwit.link.CutMode;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.HelpUse;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.WireCost;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Pages that the target holds for other guests are not sent, whatever these do then, and the guest holds what its twin
/// holds.
class HeldPagesTest {

    private static final WireCost COST = WireCost.byDefault();
    private static final VmId NEIGHBOUR = new VmId("neighbour-1");

    /// Header and hash.
    private static final long OFFER_BYTES = 8 + 20;

    private static Scenario scenario(Mode mode, boolean helped) {
        Scenario small = Scenario.small(1);
        Help help =
                helped ? HelpWish.of(Optional.of(List.of(Aid.SKIP_HELD_PAGES))).over(Help.none()) : Help.none();
        return small.with(new Terms(mode, small.terms().stop(), small.terms().most(), help))
                .of(Scenario.FILLED);
    }

    private static TwoHosts hosts(Scenario scenario, int neighbours) {
        return new TwoHosts(
                scenario,
                TwoHosts.Plants.none(),
                Optional.of(new TwoHosts.Crowd(Optional.empty(), neighbours, Scenario.CORES)));
    }

    /// The questions take 11 ms, most of it hashing, and the guest's pages follow.
    private static void beginAsking(TwoHosts hosts, int millis) {
        hosts.begin();
        assertThat(hosts.runUntil(
                        () -> hosts.events(PhaseEntered.class).stream()
                                .anyMatch(it -> it.side() == Side.SOURCE && it.phase() == Phase.PRECOPY),
                        Duration.ofSeconds(1)))
                .isTrue();
        hosts.runUntil(() -> false, Duration.ofMillis(millis));
    }

    private static MigrationReport moved(TwoHosts hosts) {
        hosts.begin();
        return ended(hosts);
    }

    /// And holds what its twin holds.
    private static MigrationReport ended(TwoHosts hosts) {
        assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofSeconds(60)))
                .isTrue();
        MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
        assertThat(report.outcome()).as(report.why()).isEqualTo(Outcome.COMMITTED);
        Transfer.StateCaptured moved = hosts.capture(hosts.target);
        assertThat(moved.digest())
                .isEqualTo(hosts.scenario.twinDigest(moved.state().memoryWrites()));
        return report;
    }

    private static HelpUse held(MigrationReport report) {
        return report.help().stream()
                .filter(use -> use.aid() == Aid.SKIP_HELD_PAGES)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void doesNotSendWhatAnotherGuestOfItsImageHasAtTheTarget() {
        try (TwoHosts alone = hosts(scenario(Mode.PRE_COPY, true), 0);
                TwoHosts plain = hosts(scenario(Mode.PRE_COPY, false), 1);
                TwoHosts sharing = hosts(scenario(Mode.PRE_COPY, true), 1)) {
            HelpUse nothing = held(moved(alone));
            long wholeBytes = moved(plain).rounds().getFirst().bytes();
            MigrationReport report = moved(sharing);
            HelpUse use = held(report);
            assertThat(nothing.pages()).isZero();
            assertThat(nothing.savedBytes()).isZero();
            assertThat(nothing.looked()).isPositive();
            // Of 24 MiB of the image a tenth is zero, and what lies in the working set of 16 is written here or there.
            assertThat(use.pages()).isBetween(1_800L, 4_500L);
            assertThat(use.savedBytes()).isEqualTo(COST.bytesOf(use.pages()) - OFFER_BYTES * use.pages());
            assertThat(report.rounds().getFirst().bytes())
                    .isEqualTo(wholeBytes - COST.bytesOf(use.pages()) + OFFER_BYTES * use.looked());
            assertThat(report.rounds().getFirst().pages()).isEqualTo(sharing.scenario.pages());
            assertThat(use.hostCpuNs()).isEqualTo(use.looked() * 2_048);
        }
    }

    /// A hybrid that is switched while it asks sends on what was asked for; what the target had does not follow.
    @Test
    void aHybridThatIsSwitchedWhileItAsksFetchesOnlyWhatTheTargetHasNot() {
        try (TwoHosts hosts = hosts(scenario(Mode.HYBRID, true), 1)) {
            beginAsking(hosts, 5);
            hosts.source.migrations().tell(new Migrations.SwitchOver(TwoHosts.MOVE.migration()));
            MigrationReport report = ended(hosts);
            assertThat(held(report).pages()).isBetween(1_800L, 4_500L);
            assertThat(report.rounds().getLast().pages())
                    .isLessThanOrEqualTo(hosts.scenario.pages() - held(report).pages() + 500);
        }
    }

    /// Whoever held a page writes it, ends or is lost: the copy is the newcomer's own by then.
    @Test
    void holdsTheSameWhenTheOtherGuestEndsAmidIt() {
        for (int millis : List.of(1, 5, 9, 12, 40, 100)) {
            try (TwoHosts hosts = hosts(scenario(Mode.PRE_COPY, true), 1)) {
                beginAsking(hosts, millis);
                hosts.target
                        .hypervisor()
                        .tell(new Lifecycle.StopVm(
                                NEIGHBOUR, Why.REQUESTED, hosts.target.asker().narrow()));
                ended(hosts);
            }
        }
    }

    /// Questions and answers that are lost or late are asked again, and have their effect once.
    @Test
    void holdsTheSameWhenTheLinkIsCutAmidTheQuestions() {
        Fault cut = new Fault(
                new Fault.Strike(Optional.empty(), Side.SOURCE, Duration.ZERO),
                new Fault.CutLink(Optional.empty(), CutMode.LOSE),
                Duration.ofMillis(400));
        for (int millis : List.of(1, 5, 9)) {
            try (TwoHosts hosts = hosts(scenario(Mode.PRE_COPY, true), 1)) {
                beginAsking(hosts, millis);
                cut.inject(hosts);
                hosts.runUntil(() -> false, cut.length());
                cut.heal(hosts);
                assertThat(held(ended(hosts)).pages()).isPositive();
            }
        }
    }

    /// Two guests at the target write the same as the newcomer did, and their host lets equal pages share frames.
    @Test
    void doesNotSendWhatTheTargetsScannerHasFoundEqual() {
        Scenario quiet = scenario(Mode.PRE_COPY, true);
        Scenario alike = new Scenario(
                        quiet.memory(),
                        MemorySize.ofMebibytes(16),
                        new Pattern.Random(),
                        EventRate.parse("20/s"),
                        quiet.link(),
                        quiet.terms(),
                        1_012)
                .of(GuestImage.blank());
        long shared = heldBy(alike, true);
        assertThat(heldBy(alike, false)).isZero();
        assertThat((double) shared).isCloseTo(20 * 60, within(20 * 25.0));
    }

    private static long heldBy(Scenario scenario, boolean scans) {
        MemoryManagement plain = management();
        var crowd = new TwoHosts.Crowd(scans ? plain.sharing(true) : plain, 2);
        try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none(), Optional.of(crowd))) {
            hosts.world.runUntil(Duration.ofSeconds(60).toNanos());
            return held(moved(hosts)).pages();
        }
    }

    private static MemoryManagement management() {
        return switch (MemoryCosts.FILES.read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) ->
                MemoryManagement.of(costs).overcommitted(2_000);
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }
}
