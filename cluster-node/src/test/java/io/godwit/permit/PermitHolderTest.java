package io.godwit.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PermitHolderTest {

    private static final Duration LENGTH = Duration.ofNanos(100);

    private long now = 1000;
    private final PermitHolder holder = new PermitHolder(() -> now);

    @Test
    void isValidFromTheMomentTheRenewalWasSentNotFromTheAnswer() {
        holder.incarnate(1);
        assertThat(holder.granted(1, 1000, LENGTH)).isTrue();
        now = 1099;
        assertThat(holder.isValid()).isTrue();
        now = 1100;
        assertThat(holder.isValid()).isFalse();
    }

    @Test
    void ignoresLateGrantsAndGrantsToOthers() {
        holder.incarnate(2);
        holder.granted(2, 1050, LENGTH);
        assertThat(holder.granted(2, 1000, LENGTH)).isFalse();
        assertThat(holder.granted(1, 5000, LENGTH)).isFalse();
        assertThat(holder.untilNs()).isEqualTo(1150);
    }

    @Test
    void holdsNothingAfterARevocationOrANewIncarnation() {
        holder.incarnate(1);
        holder.granted(1, 1000, LENGTH);
        holder.revoked(1);
        assertThat(holder.isValid()).isFalse();

        holder.granted(1, 1001, LENGTH);
        holder.incarnate(2);
        assertThat(holder.isValid()).isFalse();
    }

    @Test
    void outlivesARevocationOfAnOlderIncarnation() {
        holder.incarnate(2);
        holder.granted(2, 1000, LENGTH);
        holder.revoked(1);
        assertThat(holder.isValid()).isTrue();
    }
}
