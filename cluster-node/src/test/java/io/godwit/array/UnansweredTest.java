package io.godwit.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.array.Unanswered.Dispatch;
import io.godwit.device.Disk;
import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class UnansweredTest {

    private static final VmId DB = new VmId("db-1");

    private final TestInbox<Disk.Answer> nobody = TestInbox.create();
    private final Unanswered unanswered = new Unanswered();

    @Test
    void sendsAWindowAndTheRestAsAnswersCome() {
        List<Long> sent = new ArrayList<>();
        for (int n = 0; n < Unanswered.MAX_SENT + 100; n++) {
            sent.addAll(numbers(unanswered.ask(audit())));
        }
        assertThat(sent).hasSize(Unanswered.MAX_SENT).isSorted();
        assertThat(unanswered.fill()).isEmpty();
        assertThat(unanswered.answered(sent.get(7))).isPresent();
        assertThat(numbers(unanswered.fill())).containsExactly(Unanswered.MAX_SENT + 1L);
    }

    @Test
    void repeatsWhatIsOlderThanOneInterval() {
        unanswered.ask(audit());
        assertThat(unanswered.overdue()).isEmpty();
        unanswered.ask(audit());
        assertThat(numbers(unanswered.overdue())).containsExactly(1L);
        assertThat(numbers(unanswered.overdue())).containsExactly(1L, 2L);
    }

    @Test
    void passesAnAnswerOnce() {
        unanswered.ask(audit());
        assertThat(unanswered.answered(1)).isPresent();
        assertThat(unanswered.answered(1)).isEmpty();
        assertThat(unanswered.answered(2)).isEmpty();
        assertThat(unanswered.isEmpty()).isTrue();
    }

    @Test
    void forgetsTheWritesOfADestroyedVmSentOrNot() {
        for (int n = 0; n < Unanswered.MAX_SENT + 5; n++) {
            unanswered.ask(new Disk.Write(n, DB, 1, new Disk.Numbered("c", n, 0), nobody.getRef()));
        }
        List<Dispatch> sent = unanswered.ask(new Disk.Discard(9, DB, 1, nobody.getRef()));
        assertThat(sent).singleElement().satisfies(dispatch -> assertThat(dispatch.command())
                .isInstanceOf(Disk.Discard.class));
        for (int n = 1; n < Unanswered.MAX_SENT; n++) {
            assertThat(unanswered.ask(audit())).hasSize(1);
        }
        assertThat(unanswered.ask(audit())).isEmpty();
    }

    private Disk.Command audit() {
        return new Disk.Audit(1, DB, nobody.getRef());
    }

    private static List<Long> numbers(List<Dispatch> sent) {
        return sent.stream().map(Dispatch::number).toList();
    }
}
