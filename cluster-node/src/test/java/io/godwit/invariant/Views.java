package io.godwit.invariant;

import io.godwit.registry.NodeRecord;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What the registry says at the end of a [Story].
public final class Views {

    private Views() {}

    /// @param index of the last log entry in it
    public static RegistryView last(long index) {
        var nodes = List.of(
                new NodeRecord(Story.N1, 1, "boot", true),
                new NodeRecord(Story.N2, 1, "boot", false),
                new NodeRecord(Story.N3, 1, "boot", false));
        var vms = Story.drill().fleet().vms().stream().map(Views::record).toList();
        return new RegistryView(index, 1, nodes, List.of(), vms);
    }

    /// What is found when all is over: the faults ended after the story's last word.
    static Ending ending() {
        return new Ending(
                Optional.of(last(1_000)),
                new TreeMap<>(),
                Optional.of(22_500_000_000L),
                Optional.of(Story.whole().index()),
                24_000_000_000L);
    }

    private static VmRecord record(VmSpec spec) {
        boolean moved = !spec.id().equals(Story.ODD);
        var host = spec.id().equals(Story.WEB_1) || !moved ? Story.H3 : Story.H2;
        return new VmRecord(
                spec,
                moved ? 2 : 1,
                Optional.of(new VmRecord.Owner(host, 1, true)),
                Desired.RUNNING,
                Optional.empty(),
                Optional.empty());
    }
}
