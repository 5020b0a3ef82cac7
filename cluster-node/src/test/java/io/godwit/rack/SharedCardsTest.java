package io.godwit.rack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.device.DiskSpec;
import io.godwit.device.PacketLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.history.MigrationEvent.Finished;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostSpec;
import io.godwit.host.Images;
import io.godwit.host.Lifecycle;
import io.godwit.host.VmDevices;
import io.godwit.host.Workloads;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.Terms;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Power;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Hosts with cards of 1 Gbit/s, and migrations that meet there.
class SharedCardsTest {

    private static final Bandwidth GIGABIT = Bandwidth.parse("1Gbit");
    private static final MemorySize MEMORY = MemorySize.ofMebibytes(64);
    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    /// A page has 8 bytes of address.
    private static final long ALL_PAGES_NS = GIGABIT.nanosFor(MEMORY.bytes() / 4096 * 4104);

    private static final DiskSpec DISK =
            new DiskSpec("d", Bandwidth.parse("1GiB/s"), EventRate.parse("1000/s"), Duration.ofMillis(1), "a test");

    private final Rack rack = Rack.open(new Rack.Ground(
            Seed.of(1),
            new GuestMaker(new Images(List.of()), new Workloads(Seed.of(2), PAGE)),
            new LinkQuality(Duration.ofNanos(200_000), GIGABIT),
            DISK));

    private record Moved(MigrationId id, int source, int target, long beganNs) {}

    SharedCardsTest() {
        for (int host = 1; host <= 6; host++) {
            rack.add(host(host), machine());
        }
    }

    @AfterEach
    void close() {
        rack.close();
    }

    @Test
    void oneThatIsAloneHasAllOfBothCards() {
        Moved move = begin("vm", 1, 6);
        rack.run(Duration.ofSeconds(10));
        assertThat(firstRound(move).durationNs()).isEqualTo(ALL_PAGES_NS);
    }

    @Test
    void severalThatComeToOneHostHaveItsCardTogether() {
        List<Moved> moves = List.of(begin("a", 1, 6), begin("b", 2, 6), begin("c", 3, 6));
        rack.run(Duration.ofSeconds(10));
        for (Moved move : moves) {
            assertThat(firstRound(move).durationNs())
                    .as("but for a few batches, before all had heard of all")
                    .isCloseTo(3 * ALL_PAGES_NS, within(ALL_PAGES_NS / 25));
        }
    }

    /// It leaves a host with three others, and has a quarter there: who meets it at its target has the rest.
    @Test
    void whatOneCannotUseForTheSakeOfAnotherHostIsNotLeftOver() {
        List<Moved> crowd = new ArrayList<>();
        for (int target = 3; target <= 6; target++) {
            crowd.add(begin("crowd-" + target, 1, target));
        }
        Moved lucky = begin("lucky", 2, 6);
        rack.run(Duration.ofSeconds(10));
        assertThat(firstRound(lucky).durationNs()).isCloseTo(ALL_PAGES_NS * 4 / 3, within(ALL_PAGES_NS / 50));
        assertThat(firstRound(crowd.getLast()).durationNs()).isCloseTo(ALL_PAGES_NS * 4, within(ALL_PAGES_NS / 10));
    }

    @Test
    void noCardEverPassesMoreThanItHas() {
        for (int seed = 0; seed < 3; seed++) {
            var random = Seed.of(seed).child("moves").generator();
            List<Moved> moves = new ArrayList<>();
            for (int vm = 0; vm < 12; vm++) {
                int source = random.nextInt(1, 6);
                int target = (source + random.nextInt(1, 5) - 1) % 5 + 1;
                moves.add(begin("s" + seed + "-" + vm, source, target));
                rack.run(Duration.ofMillis(random.nextInt(400)));
            }
            rack.run(Duration.ofSeconds(20));
            assertFits(moves, Moved::source, "out, seed " + seed);
            assertFits(moves, Moved::target, "in, seed " + seed);
        }
    }

    /// Whatever began and ended within a span of time was passed in it.
    private void assertFits(List<Moved> moves, ToIntFunction<Moved> end, String way) {
        for (Moved first : moves) {
            for (Moved last : moves) {
                long spanNs = endNs(last) - first.beganNs();
                long bytes = moves.stream()
                        .filter(it -> end.applyAsInt(it) == end.applyAsInt(first))
                        .filter(it -> it.beganNs() >= first.beganNs() && endNs(it) <= endNs(last))
                        .mapToLong(this::bytes)
                        .sum();
                assertThat(GIGABIT.nanosFor(bytes))
                        .as("host %d, %s", end.applyAsInt(first), way)
                        .isLessThanOrEqualTo(Math.max(0, spanNs));
            }
        }
    }

    @Test
    void guestsThatSendAndAMigrationHaveTheirPartsOfTheWayOut() {
        start("flood", 1, sending(200_000));
        rack.run(Duration.ofSeconds(1));
        long alone = sent("flood");
        Moved move = begin("vm", 1, 6);
        rack.run(Duration.ofMillis(500));
        long beside = sent("flood");
        rack.run(Duration.ofSeconds(10));
        assertThat(alone).as("a gigabit of 1,250 bytes each").isCloseTo(100_000_000, within(1_000L));
        assertThat(beside).as("half of it").isCloseTo(50_000_000, within(1_000L));
        assertThat(firstRound(move).durationNs()).isCloseTo(2 * ALL_PAGES_NS, within(ALL_PAGES_NS / 50));
        assertThat(sent("flood")).as("when it has left").isEqualTo(alone);
    }

    @Test
    void guestsThatSendLittleKeepThatAndTheMigrationHasTheRest() {
        start("modest", 1, sending(25_000));
        rack.run(Duration.ofSeconds(1));
        Moved move = begin("vm", 1, 6);
        rack.run(Duration.ofMillis(500));
        assertThat(sent("modest")).isEqualTo(25_000_000);
        rack.run(Duration.ofSeconds(10));
        assertThat(firstRound(move).durationNs()).isCloseTo(ALL_PAGES_NS * 4 / 3, within(ALL_PAGES_NS / 50));
    }

    @Test
    void aMigrationWithACapTakesNoMoreFromGuestsThanThat() {
        start("flood", 1, sending(200_000));
        rack.run(Duration.ofSeconds(1));
        Terms usual = Terms.byDefault();
        Terms capped = new Terms(usual.stop(), Optional.of(Bandwidth.parse("100Mbit")), usual.help());
        rack.move(start("vm", 1, WorkloadSpec.idle()), host(6), capped);
        rack.run(Duration.ofSeconds(1));
        assertThat(sent("flood")).isCloseTo(90_000_000, within(1_000L));
    }

    private Moved begin(String vm, int source, int target) {
        VmSpec spec = start(vm, source, WorkloadSpec.idle());
        return new Moved(rack.move(spec, host(target), Terms.byDefault()), source, target, rack.nowNs());
    }

    private Round firstRound(Moved move) {
        return rack.reportOf(move.id()).orElseThrow().rounds().getFirst();
    }

    private long bytes(Moved move) {
        return rack.reportOf(move.id()).orElseThrow().rounds().stream()
                .mapToLong(Round::bytes)
                .sum();
    }

    private long endNs(Moved move) {
        return rack.history().stream()
                .filter(seen -> seen.event() instanceof Finished done
                        && done.side() == Side.SOURCE
                        && done.migration().equals(move.id()))
                .findFirst()
                .orElseThrow()
                .atNs();
    }

    /// In thousandths of a frame a second, from the first host.
    private long sent(String vm) {
        var answer =
                (VmDevices) rack.order(host(1), asker -> new Lifecycle.DescribeDevices(new VmId(vm), asker.narrow()));
        return answer.card().bulk().orElseThrow().milliSent();
    }

    private VmSpec start(String name, int host, WorkloadSpec work) {
        VmSpec vm = new VmSpec(
                new VmId(name),
                "vm",
                1,
                MEMORY,
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                Rack.ARRAY,
                VmSpec.Care.none(),
                work);
        assertThat(rack.start(host(host), vm)).isEmpty();
        return vm;
    }

    private static WorkloadSpec sending(long perSecond) {
        PacketLoad load = PacketLoad.sending(EventRate.perSecond(perSecond))
                .of(MemorySize.parse("1250B"))
                .waiting(false);
        return WorkloadSpec.idle().with(new DeviceLoad(Optional.empty(), Optional.of(load)));
    }

    private static HostId host(int number) {
        return new HostId("h" + number);
    }

    private static HostSpec machine() {
        return new HostSpec(
                "test",
                new HostSpec.Processors(1, 8, 1, Frequency.parse("2GHz"), true, true, "a test"),
                new HostSpec.Memory(MemorySize.ofGibibytes(8), MemorySize.ZERO, PAGE, "a test"),
                List.of(new HostSpec.Nic("nic0", GIGABIT, Duration.ofNanos(20_000), "a test")),
                List.of(DISK),
                new HostSpec.PowerCurve(List.of(Power.parse("100W"), Power.parse("200W")), "a test"));
    }
}
