package io.godwit.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Span;
import io.godwit.network.NetworkWire.WriteRequest;
import io.godwit.vm.GuestLedger.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestLedgerTest {

    private final GuestLedger ledger = new GuestLedger(GuestState.booted(List.of(new Held("c", 3, Span.each(5)))));

    @Test
    void answersWhatTheDiskHeldAtTheStartAndSubmitsTheRest() {
        assertThat(request(3)).isEqualTo(Verdict.ANSWER);
        assertThat(request(4)).isEqualTo(Verdict.SUBMIT);
        assertThat(request(5)).isEqualTo(Verdict.ANSWER);
    }

    @Test
    void acknowledgesAWriteOnceHoweverOftenItsDiskAnswers() {
        request(4);
        assertThat(ledger.completed(new Numbered("c", 4, 40))).isTrue();
        assertThat(ledger.completed(new Numbered("c", 4, 40))).isFalse();
        assertThat(ledger.answered()).containsExactly(new Held("c", 5, List.of()));
    }

    @Test
    void whatIsOnItsWayToTheDiskMovesWithTheGuest() {
        request(6);
        request(4);
        GuestState moving = new GuestState(0, 0, 0, ledger.answered(), ledger.pending());
        assertThat(moving.pending()).containsExactly(new Numbered("c", 4, 40), new Numbered("c", 6, 60));
        GuestLedger moved = new GuestLedger(moving);
        assertThat(moved.pending()).isEqualTo(moving.pending());
        assertThat(moved.completed(new Numbered("c", 6, 60))).isTrue();
    }

    @Test
    void dropsANumberThatNobodyMaySend() {
        assertThat(request(0)).isEqualTo(Verdict.DROP);
        assertThat(request(1_000_000)).isEqualTo(Verdict.DROP);
        assertThat(ledger.pending()).isEmpty();
    }

    private Verdict request(long number) {
        return ledger.requested(new WriteRequest("c", number, number * 10, 0));
    }
}
