package io.godwit.array;

import java.util.ArrayList;
import java.util.List;

/// Who waits for the disk: one group whose entries are on their way to it, and those who came since, who will be the
/// next. So one wait for the disk is shared by all that came during the wait before.
///
/// The next group grows by what its askers have under way, which they limit: see [Unanswered#MAX_SENT].
final class GroupCommit<T> {

    private List<T> underWay = List.of();
    private List<T> next = new ArrayList<>();
    private long nextDueNs;

    /// A group that goes to the disk now.
    ///
    /// @param dueNs when its last operation is complete by the emulated disk
    record Group<T>(List<T> members, long dueNs) {}

    /// @param completedNs when the emulated disk is done with it; never before that of an earlier one
    void add(T member, long completedNs) {
        next.add(member);
        nextDueNs = completedNs;
    }

    /// Whether a group may begin.
    boolean isDue() {
        return underWay.isEmpty() && !next.isEmpty();
    }

    Group<T> begin() {
        underWay = next;
        next = new ArrayList<>();
        return new Group<>(underWay, nextDueNs);
    }

    /// The group under way is durable.
    ///
    /// @return its members, in order
    List<T> done() {
        List<T> members = underWay;
        underWay = List.of();
        return members;
    }
}
