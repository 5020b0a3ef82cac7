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
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiskShareTest {

    private static final EventRate NEVER = EventRate.perSecond(0);
    private static final DevicePath.Lane BARE = new DevicePath.Lane(128, 0, Optional.empty());

    /// Reads 50,000 times a second, writes 25,000 times, moves 500 MB.
    private static final DiskSpec DISK = disk(DiskSharing.FAIR);

    private final DiskShare<String> share = new DiskShare<>(DISK);

    @Test
    void oneThatAsksForLessGetsIt() {
        share.claim("a", claim(reads(10_000)));
        assertThat(share.share()).containsExactly("a");
        assertThat(share.grant("a").milliOperations()).isEqualTo(10_000_000);
        assertThat(share.grant("a").bytesPerSecond()).isEqualTo(40_960_000);
        assertThat(share.grant("a").bound()).isEqualTo(Bound.ASKED);
        assertThat(share.share()).as("nothing changed").isEmpty();
    }

    @Test
    void aMixTakesTheHarmonicMeanOfBothRates() {
        share.claim("a", claim(load(60_000, 60_000, 4096, 128)));
        share.share();
        assertThat(share.grant("a").operationsPerSecond()).isCloseTo(33_333, within(1.0));
        assertThat(share.grant("a").bound()).isEqualTo(Bound.HARDWARE);
    }

    @Test
    void largeOperationsAreHeldToTheBandwidthAndSequentialOnesToNothingElse() {
        share.claim("a", claim(load(10_000, 0, 1_000_000, 128)));
        share.share();
        assertThat(share.grant("a").operationsPerSecond()).isCloseTo(500, within(0.1));
        share.claim(
                "a",
                claim(new BlockLoad(EventRate.perSecond(200_000), NEVER, new MemorySize(4_000), 1_000, 128, true)));
        share.share();
        assertThat(share.grant("a").operationsPerSecond()).isCloseTo(125_000, within(1.0));
    }

    @Test
    void twoThatWantItAllShareItByWeight() {
        share.claim("a", claim(reads(100_000)));
        share.claim("b", new DiskClaim(reads(100_000), NEVER, BARE, DiskClaim.Limits.NONE, 300));
        share.claim("c", claim(reads(1_000)));
        share.share();
        assertThat(share.grant("a").operationsPerSecond()).isCloseTo(12_250, within(1.0));
        assertThat(share.grant("b").operationsPerSecond()).isCloseTo(36_750, within(1.0));
        assertThat(share.grant("c").operationsPerSecond()).isEqualTo(1_000);
    }

    @Test
    void whatOneLeavesBehindIsGivenToTheOthers() {
        share.claim("a", claim(reads(100_000)));
        share.claim("b", claim(reads(100_000)));
        share.share();
        share.drop("b");
        assertThat(share.share()).containsExactly("a");
        assertThat(share.grant("a").operationsPerSecond()).isCloseTo(50_000, within(1.0));
        assertThat(share.grant("b")).isEqualTo(DeviceGrant.NOTHING);
    }

    @Test
    void aBackEndsThreadAddsItsTimeToTheDisks() {
        var threaded = new DevicePath.Lane(128, 10_000, Optional.of(20_000L));
        share.claim("a", new DiskClaim(reads(100_000), NEVER, threaded, DiskClaim.Limits.NONE, 100));
        share.share();
        assertThat(share.grant("a").operationsPerSecond()).isCloseTo(25_000, within(1.0));
        assertThat(share.grant("a").bound()).isEqualTo(Bound.BACK_END);
        assertThat(share.grant("a").latencyNs()).as("128 in flight").isCloseTo(5_120_000, within(1_000L));
    }

    @Test
    void oneOperationAtATimeWaitsForEach() {
        share.claim("a", claim(load(100_000, 0, 4096, 1)));
        share.share();
        assertThat(share.grant("a").bound()).isEqualTo(Bound.DEPTH);
        assertThat(share.grant("a").operationsPerSecond()).isCloseTo(1e9 / 120_000, within(1.0));
        assertThat(share.grant("a").latencyNs()).isCloseTo(120_000, within(50L));
    }

    @Test
    void aLimitHoldsForNumberedWritesAndBulkTogether() {
        var limits = new DiskClaim.Limits(
                Optional.of(EventRate.perSecond(500)), Optional.of(Bandwidth.ofBytesPerSecond(1_000_000)));
        share.claim("a", new DiskClaim(reads(1_000), EventRate.perSecond(300), BARE, limits, 100));
        share.share();
        assertThat(share.grant("a").bound()).isEqualTo(Bound.LIMIT);
        assertThat(share.grant("a").milliOperations()).isBetween(0L, 200_000L);
        assertThat(share.grant("a").bytesPerSecond()).isLessThanOrEqualTo(1_000_000);
    }

    @Test
    void onAFairDiskAHogMakesNobodyWaitForMoreThanOneOfItsOperations() {
        share.claim("hog", claim(load(100_000, 0, 1_000_000, 128)));
        share.claim("small", claim(reads(100)));
        share.share();
        assertThat(share.grant("small").latencyNs()).isCloseTo(120_000 + 2_000_000, within(100L));
        assertThat(share.crowd().aheadNs()).isCloseTo(2_000_000, within(10L));
        assertThat(share.crowd().betweenNs()).isEqualTo(share.crowd().aheadNs());
    }

    @Test
    void onAFirstComeDiskAllWaitBehindTheHog() {
        DiskShare<String> unfair = new DiskShare<>(disk(DiskSharing.FIRST_COME));
        unfair.claim("hog", claim(load(100_000, 0, 1_000_000, 128)));
        unfair.claim("small", claim(reads(100)));
        unfair.share();
        assertThat(unfair.crowd().aheadNs()).as("128 megabytes").isGreaterThan(256_000_000L);
        assertThat(unfair.grant("small").operationsPerSecond())
                .as("in proportion to what it asks for")
                .isLessThan(10);
    }

    @Test
    void anUnsaturatedDiskMakesRandomArrivalsWait() {
        share.claim("a", claim(reads(25_000))); // half of the time, 20 µs each
        share.share();
        assertThat(share.crowd().aheadNs()).isCloseTo(10_000, within(1L)); // λs² / 2(1 − ρ)
        assertThat(share.crowd().betweenNs()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void neverGivesMoreThanTheDiskHasNorLeavesAnyWhileSomebodyWaits(DiskSharing sharing) {
        for (int seed = 0; seed < 300; seed++) {
            var random = Seed.of(seed).generator();
            DiskSpec disk = disk(sharing);
            DiskShare<String> shared = new DiskShare<>(disk);
            Map<String, DiskClaim> claims = new TreeMap<>();
            for (int step = 0; step < 40; step++) {
                String who = "vm-" + random.nextInt(8);
                if (random.nextInt(4) == 0) {
                    shared.drop(who);
                    claims.remove(who);
                } else {
                    DiskClaim claim = random(random);
                    shared.claim(who, claim);
                    claims.put(who, claim);
                }
                shared.share();
                check(disk, shared, claims, "seed " + seed + " step " + step);
            }
        }
    }

    private static void check(DiskSpec disk, DiskShare<String> shared, Map<String, DiskClaim> claims, String where) {
        double used = 0;
        boolean waiting = false;
        for (var entry : claims.entrySet()) {
            DiskClaim claim = entry.getValue();
            DeviceGrant grant = shared.grant(entry.getKey());
            long numbered = claim.numberedMilli();
            used += grant.milliOperations() * 1e-15 * claim.busyPs(disk);
            waiting |= grant.bound() == Bound.HARDWARE;
            if (grant.bound() != Bound.HARDWARE) {
                used += numbered * 1e-15 * disk.busyPs(DiskSpec.Access.RANDOM_WRITE, DiskQueue.BLOCK_BYTES);
            }
            assertThat(grant.milliOperations())
                    .as(where)
                    .isLessThanOrEqualTo(claim.load().milliOperations());
            claim.limits().operations().ifPresent(limit -> assertThat(grant.operationsPerSecond())
                    .as(where)
                    .isLessThanOrEqualTo(limit.perSecond()));
            claim.limits().bandwidth().ifPresent(limit -> assertThat(grant.bytesPerSecond() * 8)
                    .as(where)
                    .isLessThanOrEqualTo(limit.bitsPerSecond()));
            assertThat(grant.latencyNs()).as(where).isGreaterThanOrEqualTo(claim.aloneNs(disk));
        }
        assertThat(used).as(where).isLessThanOrEqualTo(1.000001);
        if (waiting) {
            double numbered = claims.values().stream()
                    .mapToDouble(claim -> claim.numberedMilli()
                            * 1e-15
                            * disk.busyPs(DiskSpec.Access.RANDOM_WRITE, DiskQueue.BLOCK_BYTES))
                    .sum();
            assertThat(used + numbered).as(where).isGreaterThan(0.99999);
        }
    }

    private static DiskClaim random(RandomGenerator random) {
        var load = new BlockLoad(
                EventRate.perSecond(random.nextInt(1, 60_000)),
                EventRate.perSecond(random.nextInt(30_000)),
                new MemorySize(1L << random.nextInt(9, 21)),
                random.nextInt(1001),
                random.nextInt(1, 129),
                true);
        Optional<Long> thread = random.nextBoolean() ? Optional.empty() : Optional.of(random.nextLong(30_000));
        var limits = new DiskClaim.Limits(
                random.nextBoolean() ? Optional.empty() : Optional.of(EventRate.perSecond(random.nextInt(1, 20_000))),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(Bandwidth.ofBytesPerSecond(random.nextLong(1, 200_000_000))));
        return new DiskClaim(
                load,
                EventRate.perSecond(random.nextInt(100)),
                new DevicePath.Lane(load.depth(), random.nextLong(50_000), thread),
                limits,
                random.nextInt(1, 1_000));
    }

    private static DiskSpec disk(DiskSharing sharing) {
        return new DiskSpec(
                "d",
                Bandwidth.ofBytesPerSecond(500_000_000),
                new DiskOperations(EventRate.perSecond(50_000), EventRate.perSecond(25_000)),
                Duration.ofNanos(100_000),
                sharing,
                "a test");
    }

    private static DiskClaim claim(BlockLoad load) {
        var lane = new DevicePath.Lane(load.depth(), 0, Optional.empty());
        return new DiskClaim(load, NEVER, lane, DiskClaim.Limits.NONE, 100);
    }

    private static BlockLoad reads(long perSecond) {
        return load(perSecond, 0, 4096, 128);
    }

    private static BlockLoad load(long reads, long writes, long bytes, int depth) {
        return new BlockLoad(
                EventRate.perSecond(reads), EventRate.perSecond(writes), new MemorySize(bytes), 0, depth, true);
    }
}
