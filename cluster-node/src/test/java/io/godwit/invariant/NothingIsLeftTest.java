package io.godwit.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.InvariantName;
import io.godwit.history.ArrayEvent;
import io.godwit.history.FaultEvent;
import io.godwit.identity.CopyId;
import io.godwit.registry.RegistryView;
import io.godwit.registry.Remains;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NothingIsLeftTest {

    private static final Remains LEFT =
            new Remains("disks", Optional.empty(), Story.WEB_1, 0, Optional.of(new CopyId("web-1.1")));

    @Test
    void anArrayThatIsThereAndKeepsWhatNobodyNeedsIsFound() {
        var story = Story.whole().told(23_000, Story.ARRAY, new ArrayEvent.Opened("disks", Story.WEB_1, 2));

        assertThat(broken(story, List.of())).isEmpty();
        assertThat(broken(story, List.of(LEFT))).contains("disks still has copy web-1.1, which nobody needs");
    }

    @Test
    void oneThatIsDownIsExcused() {
        var story = Story.whole().told(23_000, Story.CONSOLE, new FaultEvent.ProcessEnded("kill", Story.ARRAY));

        assertThat(broken(story, List.of(LEFT))).isEmpty();
    }

    private static Optional<String> broken(Story story, List<Remains> left) {
        RegistryView last = Views.last(1_000);
        var view = new RegistryView(
                last.index(), last.term(), last.nodes(), last.hosts(), last.vms(), last.rules(), left, List.of());
        var ending = new Ending(
                Optional.of(view), new TreeMap<>(), Optional.of(22_500_000_000L), Optional.of(1L), 24_000_000_000L);
        return Invariants.judged(story.entries(), Premises.of(Story.drill(), true), ending).tallies().stream()
                .filter(tally -> tally.name() == InvariantName.NOTHING_IS_LEFT)
                .flatMap(tally -> tally.violation().stream())
                .map(Violation::sentence)
                .findFirst();
    }
}
