package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.CpuSpent;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.HostCpu;
import io.godwit.host.HostTopic;
import io.godwit.host.Lifecycle;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Channels;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.HelpUse;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.StopRule;
import io.godwit.migration.precopy.Terms;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What carries a guest's pages works on its hosts' cores: guests that want all of them miss just that, and others
/// nothing.
class CpuSpentTest {

    private static final VmId NEIGHBOUR_HERE = new VmId("neighbour-0");
    private static final VmId NEIGHBOUR_THERE = new VmId("neighbour-1");

    /// What a batch of 1 MiB takes at most: its hashes, deltas and bytes.
    private static final long BATCH_NS = 1_200_000;

    /// Shares are whole nano-cores, and change with each batch.
    private static final long ROUNDING_NS = 10_000;

    /// A batch of zeroes on two channels wants both cores of a host that has one, and that is known one batch later.
    private static final long LAG_NS = 256 * 400;

    /// It is given up after six rounds, so that it is here all the while. Both hosts have one core and one neighbour,
    /// and all guests want a core.
    @Test
    void guestsOfACrowdedHostMissWhatIsSpentAndNoMore() {
        for (Help help : List.of(Help.none(), helpful())) {
            long offNs = help.equals(Help.none()) ? ROUNDING_NS : LAG_NS;
            try (TwoHosts hosts = given(help, 1)) {
                long beganNs = hosts.world.timeline().now();
                HostCpu sourceBefore = look(hosts, hosts.source);
                HostCpu targetBefore = look(hosts, hosts.target);
                moveInVain(hosts);
                CpuSpent spent = hosts.events(CpuSpent.class).getFirst();
                long tookNs = hosts.world.timeline().now() - beganNs;
                HostCpu source = look(hosts, hosts.source);
                long guestsNs = ran(source, TwoHosts.VM)
                        + ran(source, NEIGHBOUR_HERE)
                        - ran(sourceBefore, TwoHosts.VM)
                        - ran(sourceBefore, NEIGHBOUR_HERE);
                assertThat(spent.sourceNs()).isGreaterThan(20 * BATCH_NS);
                assertThat(tookNs - guestsNs).isCloseTo(spent.sourceNs(), within(offNs));
                assertThat(source.machine().own().ranNs()).isCloseTo(spent.sourceNs(), within(offNs));
                assertThat(source.machine().own().demandNanoCores()).isZero();
                HostCpu target = look(hosts, hosts.target);
                long neighbourNs = ran(target, NEIGHBOUR_THERE) - ran(targetBefore, NEIGHBOUR_THERE);
                assertThat(tookNs - neighbourNs).isCloseTo(spent.targetNs(), within(offNs));
                assertThat(target.machine().own().demandNanoCores()).isZero();
                assertThat(spent.sourceNs())
                        .isGreaterThanOrEqualTo(hosts.report(Side.SOURCE).orElseThrow().help().stream()
                                .mapToLong(HelpUse::hostCpuNs)
                                .sum());
            }
        }
    }

    @Test
    void guestsOfAHostWithCoresToSpareMissNothing() {
        try (TwoHosts hosts = given(helpful(), Scenario.CORES)) {
            moveInVain(hosts);
            assertThat(hosts.events(CpuSpent.class).getFirst().sourceNs()).isGreaterThan(20 * BATCH_NS);
            for (TwoHosts.Party party : List.of(hosts.source, hosts.target)) {
                assertThat(look(hosts, party).vms())
                        .isNotEmpty()
                        .allSatisfy(vm -> assertThat(vm.cpu().stealNs()).isZero());
            }
        }
    }

    /// Sending wants a core of its own, and has a third of the only one: two guests have the others.
    @Test
    void pagesGoNoFasterThanACrowdedHostLetsThemBeSent() {
        Help slow = new Help(
                false,
                false,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                new Channels(1, Bandwidth.parse("400Mbit")));
        long crowdedNs = firstRoundNs(slow, 1);
        long roomyNs = firstRoundNs(slow, Scenario.CORES);
        assertThat((double) crowdedNs / roomyNs).isCloseTo(3, within(0.1));
    }

    private static long firstRoundNs(Help help, int cores) {
        try (TwoHosts hosts = given(help, cores)) {
            moveInVain(hosts);
            return hosts.report(Side.SOURCE).orElseThrow().rounds().getFirst().durationNs();
        }
    }

    private static Help helpful() {
        return HelpWish.of(Optional.of(List.of(Aid.SKIP_ZERO_PAGES, Aid.SKIP_SHARED_PAGES, Aid.DELTAS, Aid.CHANNELS)))
                .over(Help.none());
    }

    private static TwoHosts given(Help help, int cores) {
        Scenario small = Scenario.small(1);
        Scenario scenario = new Scenario(
                small.memory(),
                MemorySize.ofMebibytes(16),
                new Pattern.Random(),
                EventRate.parse("40000/s"),
                new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("800Mbit")),
                new Terms(new StopRule.DowntimeLimit(1_000, 6), Optional.empty(), help),
                1);
        return new TwoHosts(
                scenario, TwoHosts.Plants.none(), Optional.of(new TwoHosts.Crowd(Optional.empty(), 1, cores)));
    }

    private static void moveInVain(TwoHosts hosts) {
        hosts.begin();
        assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofMinutes(2)))
                .isTrue();
        assertThat(hosts.report(Side.SOURCE).orElseThrow().outcome()).isEqualTo(Outcome.NOT_CONVERGED);
    }

    private static HostCpu look(TwoHosts hosts, TwoHosts.Party party) {
        party.hypervisor()
                .tell(new Lifecycle.InspectHost(1, HostTopic.CPU, party.asker().narrow()));
        hosts.world.drainInstant();
        return (HostCpu) ((Lifecycle.Inspected) party.answers().getLast()).insight();
    }

    private static long ran(HostCpu cpu, VmId vm) {
        return cpu.vms().stream()
                .filter(it -> it.vm().equals(vm))
                .findFirst()
                .orElseThrow()
                .cpu()
                .ranNs();
    }
}
