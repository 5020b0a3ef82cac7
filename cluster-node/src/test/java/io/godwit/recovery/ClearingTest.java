package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.array.ArrayWire;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.registry.RegistryCommand.Clear;
import io.godwit.registry.Remains;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClearingTest {

    private static final VmId WEB = new VmId("web-1");
    private static final CopyId COPY = new CopyId("web-1.1");
    private static final long SECOND = 1_000_000_000L;
    private static final Remains DISK = new Remains("array-a", Optional.empty(), WEB, 4, Optional.empty());
    private static final Remains KEPT = new Remains("array-a", Optional.empty(), WEB, 0, Optional.of(COPY));

    private final Clearing clearing = new Clearing();

    @Test
    void asksForEachOnceUntilASecondHasPassed() {
        assertThat(clearing.due(List.of(DISK, KEPT), 0)).containsExactly(DISK, KEPT);
        assertThat(clearing.due(List.of(DISK, KEPT), SECOND / 2)).isEmpty();
        assertThat(clearing.due(List.of(DISK, KEPT), SECOND)).containsExactly(DISK, KEPT);
        assertThat(clearing.request(DISK)).isEqualTo(new ArrayWire.Discard(0, WEB, 4));
        assertThat(clearing.request(KEPT)).isEqualTo(new ArrayWire.Drop(0, WEB, COPY));
    }

    @Test
    void tellsTheRegistryOnlyWhatWasAskedForAndIsGone() {
        clearing.heard("array-a", new ArrayWire.Dropped(0, WEB, COPY));
        assertThat(clearing.told()).as("nobody had asked").isEmpty();
        var _ = clearing.due(List.of(DISK, KEPT), 0);
        clearing.heard("array-b", new ArrayWire.Dropped(0, WEB, COPY));
        assertThat(clearing.told()).as("another array's word").isEmpty();
        clearing.heard("array-a", new ArrayWire.Dropped(0, WEB, COPY));
        assertThat(clearing.told()).contains(new Clear(List.of(KEPT)));
        clearing.heard("array-a", new ArrayWire.Discarded(0, WEB));
        assertThat(clearing.told()).as("it is being told").isEmpty();
        clearing.cleared();
        assertThat(clearing.told()).contains(new Clear(List.of(KEPT, DISK)));
        assertThat(clearing.due(List.of(DISK), 9 * SECOND)).as("it is gone").isEmpty();
        assertThat(clearing.due(List.of(), 9 * SECOND)).isEmpty();
        clearing.cleared();
        assertThat(clearing.told()).as("the registry has struck all off").isEmpty();
    }

    @Test
    void aDiskWithAHigherFloorIsAskedForInThatEpoch() {
        var _ = clearing.due(List.of(DISK), 0);
        clearing.heard("array-a", new ArrayWire.Fenced(0, WEB, 4, 7));
        assertThat(clearing.due(List.of(DISK), SECOND)).containsExactly(DISK);
        assertThat(clearing.request(DISK)).isEqualTo(new ArrayWire.Discard(0, WEB, 7));
    }
}
