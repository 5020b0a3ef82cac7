package io.godwit.invariant;

import static io.godwit.invariant.Story.CONSOLE;
import static io.godwit.invariant.Story.H1;
import static io.godwit.invariant.Story.H2;
import static io.godwit.invariant.Story.MOVE;
import static io.godwit.invariant.Story.N1;
import static io.godwit.invariant.Story.N2;
import static io.godwit.invariant.Story.N3;
import static io.godwit.invariant.Story.WEB_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.InvariantName;
import io.godwit.history.FaultEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A disk that is a host's own is lost with a host that had it, and with nothing else.
class OwnDisksTest {

    private static final VmId OWN = new VmId("own-1");

    @Test
    void isLostWithAHostThatHadIt() {
        Story story = Story.begun().started(2_000, OWN, H1, 2);
        assertThat(mayBeLost(story)).isFalse();
        assertThat(mayBeLost(story.told(3_000, CONSOLE, new FaultEvent.ProcessEnded("kill", N3))))
                .as("another host")
                .isFalse();
        assertThat(mayBeLost(story.told(4_000, CONSOLE, new FaultEvent.ProcessEnded("kill", N1))))
                .isTrue();
    }

    @Test
    void isLostWithTheHostThatItMovedTo() {
        Story story = Story.begun()
                .started(2_000, OWN, H1, 2)
                .told(3_000, N2, new MigrationEvent.Committed(MOVE, OWN, H2, 3))
                .told(4_000, CONSOLE, new FaultEvent.ProcessEnded("kill", N2));
        assertThat(mayBeLost(story)).isTrue();
    }

    @Test
    void isLostWithItsHostsPower() {
        Story story = Story.begun()
                .started(2_000, OWN, H1, 2)
                .told(3_000, N1, new GuestEvent.Stopped(WEB_1, H1, 1, GuestEvent.Why.POWER_OFF));
        assertThat(mayBeLost(story)).isTrue();
    }

    /// Also if its guest has ended meanwhile and started again.
    @Test
    void aWriteThatIsMissingOnADiskWhoseHostsAllLivedIsFound() {
        Premises premises = withOwn();
        Ending ending =
                new Ending(Optional.empty(), new TreeMap<>(Map.of(OWN, 3L)), Optional.empty(), Optional.empty(), 0);
        Story story = Story.begun()
                .started(2_000, OWN, H1, 1)
                .told(3_000, N1, new GuestEvent.Stopped(OWN, H1, 1, GuestEvent.Why.REQUESTED))
                .started(4_000, OWN, H1, 2);
        var judged = Invariants.judged(story.entries(), premises, ending);
        assertThat(judged.violation().orElseThrow().invariant()).isEqualTo(InvariantName.ACKNOWLEDGED_IS_KEPT);
        assertThat(judged.violation().orElseThrow().sentence())
                .isEqualTo("the disk of own-1 lacks 3 writes that were acknowledged");
        story.told(4_000, CONSOLE, new FaultEvent.ProcessEnded("kill", N1));
        assertThat(Invariants.judged(story.entries(), premises, ending).violation())
                .isEmpty();
    }

    private static boolean mayBeLost(Story story) {
        OwnDisks disks = new OwnDisks(Premises.of(Story.drill(), true));
        story.entries().forEach(disks::observe);
        return disks.mayBeLost(OWN);
    }

    private static Premises withOwn() {
        Premises all = Premises.of(Story.drill(), true);
        VmSpec odd = all.vms().get(Story.ODD);
        TreeMap<VmId, VmSpec> vms = new TreeMap<>(all.vms());
        vms.put(
                OWN,
                new VmSpec(
                        OWN,
                        "own",
                        odd.vcpus(),
                        odd.memory(),
                        odd.kind(),
                        odd.cpu(),
                        odd.image(),
                        VmSpec.LOCAL_DISK,
                        odd.care(),
                        odd.workload()));
        return new Premises(vms, all.clones(), all.hosts(), true);
    }
}
