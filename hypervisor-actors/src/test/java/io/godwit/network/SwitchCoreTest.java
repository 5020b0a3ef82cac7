package io.godwit.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.VmId;
import io.godwit.network.PortRules.Card;
import io.godwit.network.PortRules.Open;
import io.godwit.network.PortRules.Trunk;
import io.godwit.network.SwitchCore.Dropped;
import io.godwit.network.SwitchCore.Passed;
import io.godwit.network.SwitchCore.Verdict;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwitchCoreTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final MacAddress A = MacAddress.of(new VmId("a"));
    private static final MacAddress B = MacAddress.of(new VmId("b"));
    private static final MacAddress C = MacAddress.of(new VmId("c"));
    private static final MacAddress FAR = MacAddress.ofClient("far");

    private final SwitchCore<String> core = new SwitchCore<>(settings(100, 10));

    /// Two in one virtual LAN, one in another, and the way out.
    @BeforeEach
    void plug() {
        core.plug("a", new Card(A, 10, Optional.empty()));
        core.plug("b", new Card(B, 10, Optional.empty()));
        core.plug("c", new Card(C, 20, Optional.empty()));
        core.plug("up", new Trunk());
    }

    @Test
    void aFrameToACardGoesThereAtOnce() {
        assertThat(send("a", A, B, 0)).isEqualTo(passed(A, B, 10, "b"));
        assertThat(core.snapshot("b").orElseThrow().framesOut()).isEqualTo(1);
        assertThat(core.snapshot("a").orElseThrow().bytesIn()).isEqualTo(1_000);
    }

    @Test
    void aCardOfAnotherVirtualLanIsNobody() {
        assertThat(send("a", A, C, 0)).isEqualTo(new Passed<>(new FrameHeader(A, C, 10), List.of("up"), true));
        assertThat(core.snapshot("c").orElseThrow().framesOut()).isZero();
    }

    @Test
    void learnsFromTheUplinkWhereSomebodyIs() {
        assertThat(((Passed<String>) send("a", A, FAR, 0)).flooded()).isTrue();
        send("up", FAR, A, 10);
        assertThat(send("a", A, FAR, 0)).isEqualTo(passed(A, FAR, 10, "up"));
        assertThat(core.place(20, FAR, 0)).as("in another virtual LAN").isEmpty();
    }

    @Test
    void aBroadcastStaysInItsVirtualLan() {
        assertThat(send("a", A, MacAddress.BROADCAST, 0))
                .isEqualTo(new Passed<>(new FrameHeader(A, MacAddress.BROADCAST, 10), List.of("b", "up"), true));
    }

    @Test
    void aCardThatIsSomebodyElseIsRefusedAndCounted() {
        assertThat(send("a", B, C, 0)).isEqualTo(new Dropped<>(DropReason.FORGED_MAC));
        assertThat(send("a", A, C, 20)).isEqualTo(new Dropped<>(DropReason.FORGED_VLAN));
        assertThat(send("up", A, B, 10))
                .as("from outside, in a card's name")
                .isEqualTo(new Dropped<>(DropReason.FORGED_MAC));
        assertThat(core.snapshot("a").orElseThrow().forged()).isEqualTo(2);
        assertThat(core.snapshot("up").orElseThrow().dropped()).containsEntry(DropReason.FORGED_MAC, 1L);
    }

    @Test
    void aCardThatHasMovedIsFoundWhereItsFramesComeFrom() {
        core.unplug("b");
        send("up", B, A, 10);
        assertThat(send("a", A, B, 0)).isEqualTo(passed(A, B, 10, "up"));
        core.plug("b", new Card(B, 10, Optional.empty()));
        assertThat(send("a", A, B, 0)).as("it came back").isEqualTo(passed(A, B, 10, "b"));
    }

    @Test
    void whoIsSilentIsForgotten() {
        send("up", FAR, A, 10);
        assertThat(core.place(10, FAR, 300 * SECOND_NS)).contains("up");
        assertThat(core.place(10, FAR, 300 * SECOND_NS + 1)).isEmpty();
        send("up", FAR, A, 10);
        core.forget(10, FAR);
        core.forget(10, A);
        assertThat(core.place(10, FAR, 0)).isEmpty();
        assertThat(core.place(10, A, 0)).as("a card is where it is").contains("a");
    }

    @Test
    void aFullTableLearnsNobodyUntilSomebodyIsForgotten() {
        SwitchCore<String> small = new SwitchCore<>(settings(4, 1_000));
        small.plug("x", new Open(1));
        small.plug("y", new Open(1));
        for (int i = 0; i < 10; i++) {
            small.pass("x", new FrameHeader(MacAddress.ofClient("m" + i), A, 0), 64, i);
        }
        assertThat(small.addresses()).isEqualTo(4);
        assertThat(small.notLearned()).isEqualTo(6);
        small.pass("x", new FrameHeader(FAR, A, 0), 64, 300 * SECOND_NS + 3);
        assertThat(small.place(1, FAR, 300 * SECOND_NS + 3)).contains("x");
    }

    @Test
    void aLimitedPortSendsNoMoreThanItMay() {
        core.plug("a", new Card(A, 10, Optional.of(Bandwidth.ofBytesPerSecond(1_000_000))));
        long passed = 0;
        for (int i = 0; i < 20_000; i++) {
            passed += sendAt(i * SECOND_NS / 10_000, "a", A, B) instanceof Passed ? 1 : 0;
        }
        assertThat(passed).as("two seconds, and a burst of 64 KiB").isBetween(2_060L, 2_066L);
        assertThat(core.snapshot("a").orElseThrow().dropped()).containsEntry(DropReason.RATE_LIMIT, 20_000 - passed);
    }

    @Test
    void floodsAreLimitedForEachPort() {
        long passed = 0;
        for (int i = 0; i < 10_000; i++) {
            passed += sendAt(i * SECOND_NS / 10_000, "a", A, MacAddress.BROADCAST) instanceof Passed ? 1 : 0;
        }
        assertThat(passed).as("one second at 100/s, and 10 at once").isEqualTo(109);
        assertThat(sendAt(SECOND_NS, "b", B, MacAddress.BROADCAST)).isInstanceOf(Passed.class);
        assertThat(sendAt(SECOND_NS, "a", A, B)).as("known ones go on").isInstanceOf(Passed.class);
    }

    @Test
    void noFrameCrossesAVirtualLanOrComesTwiceWhateverIsSent() {
        for (int seed = 0; seed < 200; seed++) {
            var random = Seed.of(seed).generator();
            SwitchCore<String> any = new SwitchCore<>(settings(random.nextInt(1, 20), 1_000));
            SortedMap<String, PortRules> rules = new TreeMap<>();
            for (int step = 0; step < 300; step++) {
                String port = "p" + random.nextInt(6);
                if (random.nextInt(20) == 0) {
                    any.unplug(port);
                    rules.remove(port);
                } else if (random.nextInt(10) == 0) {
                    rules.put(port, rules(random));
                    any.plug(port, rules.get(port));
                } else {
                    var frame = new FrameHeader(mac(random), mac(random), random.nextInt(4));
                    String where = "seed " + seed + " step " + step + " from " + port;
                    if (any.pass(port, frame, 64, step) instanceof Passed<String> passed) {
                        checkSender(rules.get(port), frame, passed, where);
                        assertThat(passed.to()).as(where).doesNotContain(port);
                        checkReceivers(frame, passed, rules, where);
                    }
                }
            }
        }
    }

    @Test
    void learningConvergesOnceEverybodyHasBeenHeard() {
        for (int seed = 0; seed < 100; seed++) {
            var random = Seed.of(seed).generator();
            SwitchCore<String> any = new SwitchCore<>(settings(1_000, 100_000));
            int hosts = random.nextInt(2, 30);
            for (int i = 0; i < hosts; i++) {
                any.plug("p" + i, random.nextBoolean() ? new Open(1) : new Trunk());
            }
            for (int i = 0; i < hosts; i++) {
                any.pass("p" + i, new FrameHeader(client(i), MacAddress.BROADCAST, 1), 64, i);
            }
            for (int frame = 0; frame < 100; frame++) {
                int from = random.nextInt(hosts);
                int to = (from + random.nextInt(1, hosts)) % hosts;
                assertThat(any.pass("p" + from, new FrameHeader(client(from), client(to), 1), 64, 1_000))
                        .as("seed %s", seed)
                        .isEqualTo(
                                new Passed<>(new FrameHeader(client(from), client(to), 1), List.of("p" + to), false));
            }
        }
    }

    private static void checkSender(PortRules source, FrameHeader frame, Passed<String> passed, String where) {
        assertThat(source).as(where).isNotNull();
        assertThat(source.carries(passed.header().vlan())).as(where).isTrue();
        if (source instanceof Card(var mac, var vlan, var _)) {
            assertThat(frame.source()).as(where).isEqualTo(mac);
            assertThat(frame.vlan()).as(where).isIn(0, vlan);
        }
    }

    private static void checkReceivers(
            FrameHeader frame, Passed<String> passed, SortedMap<String, PortRules> rules, String where) {
        assertThat(passed.to()).as(where).doesNotHaveDuplicates().isNotEmpty();
        for (String port : passed.to()) {
            assertThat(rules.get(port).carries(passed.header().vlan()))
                    .as(where)
                    .isTrue();
            if (rules.get(port) instanceof Card(var mac, var _, var _)) {
                assertThat(frame.destination().isGroup() || frame.destination().equals(mac))
                        .as(where)
                        .isTrue();
            }
        }
    }

    private static PortRules rules(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Trunk();
            case 1 -> new Open(random.nextInt(1, 4));
            default -> new Card(mac(random), random.nextInt(1, 4), Optional.empty());
        };
    }

    private static MacAddress mac(RandomGenerator random) {
        return random.nextInt(8) == 0 ? MacAddress.BROADCAST : client(random.nextInt(6));
    }

    private static MacAddress client(int number) {
        return MacAddress.ofClient("c" + number);
    }

    private Verdict<String> send(String port, MacAddress source, MacAddress destination, int vlan) {
        return core.pass(port, new FrameHeader(source, destination, vlan), 1_000, 0);
    }

    private Verdict<String> sendAt(long nowNs, String port, MacAddress source, MacAddress destination) {
        return core.pass(port, new FrameHeader(source, destination, 0), 1_000, nowNs);
    }

    private static Passed<String> passed(MacAddress source, MacAddress destination, int vlan, String to) {
        return new Passed<>(new FrameHeader(source, destination, vlan), List.of(to), false);
    }

    private static SwitchSettings settings(int addresses, int floodBurst) {
        return new SwitchSettings(
                Duration.ofMinutes(5), addresses, EventRate.perSecond(100), floodBurst, MemorySize.ofKibibytes(64));
    }
}
