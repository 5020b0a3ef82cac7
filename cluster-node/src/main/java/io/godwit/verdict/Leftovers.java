package io.godwit.verdict;

import io.godwit.drill.InvariantName;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport.InvariantRow;
import java.util.ArrayList;
import java.util.List;

/// What should not be there any more in the end: migrations that the registry still has in flight, and copies of VMs on
/// hosts that don't own them. Not looked at: sockets and files; the processes of a drill end with its stage.
final class Leftovers {

    private static final String COPIES = Words.of(InvariantName.NOTHING_IS_LEFT);

    private Leftovers() {}

    /// A sentence each.
    static List<String> of(Evidence evidence, List<InvariantRow> invariants) {
        var left = new ArrayList<String>();
        evidence.played().last().ifPresent(view -> view.vms().forEach(vm -> vm.migration()
                .ifPresent(it -> left.add("migration " + it.id() + " of " + vm.id() + " never ended"))));
        invariants.stream().filter(Leftovers::isOfCopies).forEach(row -> row.violation()
                .ifPresent(left::add));
        return List.copyOf(left);
    }

    static boolean isOfCopies(InvariantRow row) {
        return row.name().equals(COPIES);
    }
}
