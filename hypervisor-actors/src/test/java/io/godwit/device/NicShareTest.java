package io.godwit.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NicShareTest {

    private static final DevicePath.Lane BARE = new DevicePath.Lane(256, 0, Optional.empty());
    private static final Bandwidth GIGABIT = Bandwidth.parse("1Gbit");

    private final NicShare<String> share = new NicShare<>(GIGABIT, Duration.ofNanos(20_000));

    @Test
    void eachDirectionIsSharedByItself() {
        share.claim("a", claim(load(200_000, 10_000, 1_000)));
        share.claim("b", claim(load(10_000, 200_000, 1_000)));
        assertThat(share.share()).containsExactly("a", "b");
        assertThat(share.grant("a").milliSent()).isCloseTo(115_000_000, within(1_000L));
        assertThat(share.grant("a").milliReceived()).isEqualTo(10_000_000);
        assertThat(share.grant("b").milliSent()).isEqualTo(10_000_000);
        assertThat(share.grant("b").milliReceived()).isCloseTo(115_000_000, within(1_000L));
        assertThat(share.grant("a").bound()).isEqualTo(Bound.HARDWARE);
    }

    @Test
    void aThreadThatHasNoTimeForMoreHoldsBackBothWays() {
        var threaded = new DevicePath.Lane(256, 30_000, Optional.of(10_000L));
        share.claim("a", new NicClaim(load(150_000, 50_000, 64), threaded, Optional.empty(), 100));
        share.share();
        assertThat(share.grant("a").milliSent()).isEqualTo(75_000_000);
        assertThat(share.grant("a").milliReceived()).isEqualTo(25_000_000);
        assertThat(share.grant("a").bound()).isEqualTo(Bound.BACK_END);
        assertThat(share.grant("a").latencyNs()).as("256 in its queue").isEqualTo(2_560_000);
    }

    @Test
    void aFrameAloneTakesTheDeviceTheCardAndTheWire() {
        var device = new DevicePath.Lane(256, 15_000, Optional.of(1_000L));
        share.claim("a", new NicClaim(load(10, 0, 1_250), device, Optional.empty(), 100));
        share.share();
        assertThat(share.grant("a").latencyNs()).isEqualTo(15_000 + 20_000 + 10_000);
    }

    @Test
    void neverGivesMoreThanTheWireHasNorBreaksALimit() {
        for (int seed = 0; seed < 300; seed++) {
            var random = Seed.of(seed).generator();
            NicShare<String> any = new NicShare<>(GIGABIT, Duration.ZERO);
            Map<String, NicClaim> claims = new TreeMap<>();
            for (int step = 0; step < 30; step++) {
                String who = "vm-" + random.nextInt(6);
                Optional<Bandwidth> limit = random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new Bandwidth(random.nextLong(1, 2_000_000_000L)));
                var claim = new NicClaim(
                        load(random.nextInt(1_000_000), random.nextInt(1_000_000), random.nextInt(64, 9_001)),
                        new DevicePath.Lane(
                                256, 0, random.nextBoolean() ? Optional.empty() : Optional.of(random.nextLong(9_000))),
                        limit,
                        random.nextInt(1, 1_000));
                any.claim(who, claim);
                claims.put(who, claim);
                any.share();
                check(any, claims, "seed " + seed + " step " + step);
            }
        }
    }

    @Test
    void whatMigrationsWouldHaveIfTheyWereMoreIsWhatTheyHaveThen() {
        share.claim("a", claim(load(200_000, 10_000, 1_000)));
        share.claim("b", claim(load(20_000, 10_000, 1_000)));
        share.claimMoves(true, 300_000_000, 256);
        share.share();
        NicGrant before = share.grant("a");
        for (boolean isOut : new boolean[] {true, false}) {
            for (int weight : new int[] {256, 512, 1_024}) {
                long foretold = share.movesCould(isOut, weight);
                share.share();
                assertThat(share.grant("a")).as("nothing has changed").isEqualTo(before);
                NicShare<String> then = new NicShare<>(GIGABIT, Duration.ofNanos(20_000));
                then.claim("a", claim(load(200_000, 10_000, 1_000)));
                then.claim("b", claim(load(20_000, 10_000, 1_000)));
                then.claimMoves(isOut, Long.MAX_VALUE, weight);
                then.share();
                assertThat(foretold)
                        .as("%s %d", isOut, weight)
                        .isEqualTo(then.movesCould(isOut))
                        .isLessThan(1_000_000_000);
            }
        }
    }

    private static void check(NicShare<String> shared, Map<String, NicClaim> claims, String where) {
        long sentBits = 0;
        long receivedBits = 0;
        boolean waiting = false;
        for (var entry : claims.entrySet()) {
            NicGrant grant = shared.grant(entry.getKey());
            sentBits += grant.bytesSent() * 8;
            receivedBits += grant.bytesReceived() * 8;
            waiting |= grant.bound() == Bound.HARDWARE;
            entry.getValue().sendsAtMost().ifPresent(limit -> assertThat(grant.bytesSent() * 8)
                    .as(where)
                    .isLessThanOrEqualTo(limit.bitsPerSecond()));
            entry.getValue().lane().threadNs().ifPresent(threadNs -> assertThat(grant.milliFrames() * 1e-12 * threadNs)
                    .as(where)
                    .isLessThanOrEqualTo(1));
        }
        assertThat(sentBits).as(where).isLessThanOrEqualTo(GIGABIT.bitsPerSecond());
        assertThat(receivedBits).as(where).isLessThanOrEqualTo(GIGABIT.bitsPerSecond());
        if (waiting) {
            assertThat(Math.max(sentBits, receivedBits)).as(where).isGreaterThan(999_000_000L);
        }
    }

    private static NicClaim claim(PacketLoad load) {
        return new NicClaim(load, BARE, Optional.empty(), 100);
    }

    private static PacketLoad load(long sent, long received, long bytes) {
        return new PacketLoad(EventRate.perSecond(sent), EventRate.perSecond(received), new MemorySize(bytes), true);
    }
}
