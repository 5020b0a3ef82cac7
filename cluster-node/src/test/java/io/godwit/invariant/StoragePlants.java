package io.godwit.invariant;

import static io.godwit.invariant.Story.ARRAY;
import static io.godwit.invariant.Story.ODD;
import static io.godwit.invariant.Story.WEB_1;

import io.godwit.drill.InvariantName;
import io.godwit.history.ArrayEvent;
import io.godwit.history.RegistryEvent.CopyReferred;
import io.godwit.history.RegistryEvent.CopyReleased;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.identity.CopyId;
import io.godwit.invariant.InvariantsTest.Plant;
import java.util.List;

/// Histories in which a datastore drops what it should not.
final class StoragePlants {

    private static final CopyId COPY = new CopyId("web-1.1");

    private StoragePlants() {}

    /// All goes well, and a VM that was destroyed loses its disk.
    static Story dropped() {
        return Story.whole()
                .decided(23_000, new VmDestroyed(ODD))
                .told(23_100, ARRAY, new ArrayEvent.Discarded("disks", ODD, 2));
    }

    static List<Plant> all() {
        return List.of(
                new Plant(
                        InvariantName.NEEDED_IS_KEPT,
                        "the disk of a VM that is there is dropped",
                        Story.whole()
                                .decided(23_000, new VmDestroyed(ODD))
                                .told(23_100, ARRAY, new ArrayEvent.Discarded("disks", WEB_1, 2)),
                        true),
                new Plant(
                        InvariantName.NEEDED_IS_KEPT,
                        "a disk is dropped before its VM is destroyed",
                        Story.whole()
                                .told(23_000, ARRAY, new ArrayEvent.Discarded("disks", ODD, 2))
                                .decided(23_100, new VmDestroyed(ODD)),
                        false),
                new Plant(
                        InvariantName.NEEDED_IS_KEPT,
                        "a copy is dropped that a snapshot stands for",
                        Story.whole()
                                .decided(23_000, new CopyReferred(COPY))
                                .told(23_100, ARRAY, new ArrayEvent.Dropped("disks", WEB_1, COPY)),
                        true),
                new Plant(
                        InvariantName.NEEDED_IS_KEPT,
                        "a copy is dropped before the log lets go of it",
                        Story.whole()
                                .decided(23_000, new CopyReferred(COPY))
                                .told(23_100, ARRAY, new ArrayEvent.Dropped("disks", WEB_1, COPY))
                                .decided(23_200, new CopyReleased(COPY)),
                        false),
                new Plant(
                        InvariantName.OLD_IS_REFUSED,
                        "a disk that was dropped is written to",
                        Story.whole()
                                .decided(23_000, new VmDestroyed(WEB_1))
                                .told(23_100, ARRAY, new ArrayEvent.Discarded("disks", WEB_1, 9))
                                .wrote(23_200, WEB_1, 9, 2),
                        true));
    }
}
