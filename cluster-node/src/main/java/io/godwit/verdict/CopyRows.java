package io.godwit.verdict;

import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.RegistryEvent.CopyEnded;
import io.godwit.history.RegistryEvent.CopyTook;
import io.godwit.history.RegistryEvent.Decided;
import io.godwit.history.RegistryEvent.VmRestored;
import io.godwit.verdict.CopyRow.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Copies and restores as the registry's log has them, each once, whichever replica wrote it first.
final class CopyRows {

    private final Evidence evidence;
    private final List<Entry> history;

    CopyRows(Evidence evidence) {
        this.evidence = evidence;
        this.history = evidence.played().history().stream()
                .sorted(Comparator.comparingLong(Entry::atNs))
                .toList();
    }

    /// In the order of the log.
    List<CopyRow> rows() {
        Map<Long, List<Entry>> byIndex = new TreeMap<>();
        for (Entry entry : history) {
            if (entry.event() instanceof Decided(var index, var _, var decision)
                    && (decision instanceof CopyEnded || decision instanceof VmRestored)) {
                byIndex.computeIfAbsent(index, _ -> new ArrayList<>()).add(entry);
            }
        }
        return byIndex.values().stream()
                .flatMap(entries -> firstOfEach(entries).stream())
                .map(this::row)
                .toList();
    }

    private static List<Entry> firstOfEach(List<Entry> ofOneIndex) {
        List<Entry> first = new ArrayList<>();
        for (Entry entry : ofOneIndex) {
            if (first.stream().noneMatch(it -> it.event().equals(entry.event()))) {
                first.add(entry);
            }
        }
        return first;
    }

    private CopyRow row(Entry entry) {
        return switch (((Decided) entry.event()).decision()) {
            case CopyEnded ended -> copy(ended, entry.atNs());
            case VmRestored restored -> restore(restored, entry.atNs());
            default -> throw new IllegalStateException("no copy: " + entry);
        };
    }

    private CopyRow copy(CopyEnded ended, long atNs) {
        What what =
                switch (ended.kind()) {
                    case SNAPSHOT -> What.SNAPSHOT;
                    case SNAPSHOT_WITH_MEMORY -> What.SNAPSHOT_WITH_MEMORY;
                    case CLONE -> What.CLONE;
                    case FULL_CLONE -> What.FULL_CLONE;
                };
        boolean isTimed = ended.failed().isEmpty() && ended.took().tookNs() > 0;
        return new CopyRow(
                ended.vm(),
                what,
                ended.as(),
                Optional.of(evidence.drillNs(atNs)),
                isTimed ? Optional.of(ended.took().tookNs()) : Optional.empty(),
                ended.took(),
                ended.failed());
    }

    /// Until the guest runs again, from its disk or from the memory beside it.
    private CopyRow restore(VmRestored restored, long atNs) {
        Optional<Long> runsNs = history.stream()
                .filter(it -> it.event() instanceof GuestEvent.Started(var vm, var _, var epoch, var _, var _)
                        && vm.equals(restored.vm())
                        && epoch > restored.epoch())
                .map(Entry::atNs)
                .findFirst();
        return new CopyRow(
                restored.vm(),
                What.RESTORE,
                List.of(restored.snapshot()),
                runsNs.map(evidence::drillNs),
                runsNs.map(ns -> ns - atNs),
                CopyTook.NOTHING,
                Optional.empty());
    }
}
