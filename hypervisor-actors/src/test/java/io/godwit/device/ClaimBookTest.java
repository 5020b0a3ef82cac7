package io.godwit.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.VmId;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimBookTest {

    private static final VmId A = new VmId("a");
    private static final VmId B = new VmId("b");
    private static final long SECOND_NS = 1_000_000_000L;
    private static final DiskSpec DISK = new DiskSpec(
            "d", Bandwidth.parse("1GiB/s"), EventRate.parse("10000/s"), Duration.ofNanos(100_000), "a test");

    private final DiskQueue queue = new DiskQueue(DISK);
    private final ClaimBook<String> book = ClaimBook.shared(DISK, queue);

    @Test
    void tellsWhoeverAsksAndAllWhoseShareIsAnother() {
        assertThat(claim("h1", A, 20_000, 0))
                .singleElement()
                .satisfies(told -> assertThat(told.grant().milliOperations()).isEqualTo(10_000_000));
        List<ClaimBook.Told<String>> told = claim("h2", B, 20_000, 0);
        assertThat(told).extracting(ClaimBook.Told::who).containsExactly("h1", "h2");
        assertThat(told)
                .allSatisfy(each -> assertThat(each.grant().milliOperations()).isEqualTo(5_000_000));
    }

    @Test
    void aRepeatIsAnsweredAndTellsNobodyElse() {
        claim("h1", A, 20_000, 0);
        claim("h2", B, 20_000, 0);
        assertThat(claim("h1", A, 20_000, SECOND_NS)).singleElement().satisfies(told -> assertThat(told.vm())
                .isEqualTo(A));
    }

    @Test
    void whoIsSilentForTooLongLeavesItsShareToOthers() {
        claim("h1", A, 20_000, 0);
        claim("h2", B, 20_000, 0);
        claim("h2", B, 20_000, 2 * SECOND_NS);
        assertThat(book.forgetOld(3 * SECOND_NS - 1)).isEmpty();
        assertThat(book.forgetOld(3 * SECOND_NS))
                .singleElement()
                .satisfies(told -> assertThat(told.grant().milliOperations()).isEqualTo(10_000_000));
    }

    @Test
    void aHostThatTheVmLeftHasNoSayAnyMore() {
        claim("h1", A, 20_000, 0);
        claim("h2", A, 8_000, 0);
        assertThat(book.claim(new ClaimBook.Asked<>(9, A, 1, Optional.empty(), "h1"), 0))
                .as("it lets go late")
                .isEmpty();
        assertThat(claim("h2", A, 8_000, 0))
                .singleElement()
                .satisfies(told -> assertThat(told.grant().milliOperations()).isEqualTo(8_000_000));
    }

    @Test
    void numberedWritesWaitForBulkAsLongAsItStands() {
        assertThat(queue.completedAtNs(0, 4096)).isEqualTo(200_000);
        claim("h1", A, 20_000, SECOND_NS);
        assertThat(queue.completedAtNs(SECOND_NS, 4096)).isEqualTo(SECOND_NS + 300_000);
        book.forgetOld(5 * SECOND_NS);
        assertThat(queue.completedAtNs(5 * SECOND_NS, 4096)).isEqualTo(5 * SECOND_NS + 200_000);
    }

    private List<ClaimBook.Told<String>> claim(String who, VmId vm, long perSecond, long nowNs) {
        long epoch = who.equals("h1") ? 1 : 2;
        var bulk = new DiskClaim(
                BlockLoad.writing(EventRate.perSecond(perSecond)),
                EventRate.perSecond(0),
                DevicePath.free(DevicePath.Use.BLOCK).lane(32),
                DiskClaim.Limits.NONE,
                1);
        return book.claim(new ClaimBook.Asked<>(1, vm, epoch, Optional.of(bulk), who), nowNs);
    }
}
