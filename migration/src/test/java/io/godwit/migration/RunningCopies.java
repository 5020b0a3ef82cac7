package io.godwit.migration;

import io.godwit.history.Event;
import io.godwit.history.GuestEvent;
import io.godwit.identity.HostId;
import io.godwit.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// One running copy: at no instant do two hosts run the guest, and the epochs at which it runs only grow. Checked after
/// every event.
final class RunningCopies {

    private final Timeline timeline;
    private final SortedSet<HostId> running = new TreeSet<>();
    private final List<String> violations = new ArrayList<>();
    private long newestEpoch;

    RunningCopies(Timeline timeline) {
        this.timeline = timeline;
    }

    void see(Event event) {
        switch (event) {
            case GuestEvent.Started started -> runs(started);
            case GuestEvent.Resumed resumed -> runs(resumed);
            case GuestEvent.Paused paused -> running.remove(paused.host());
            case GuestEvent.Stopped stopped -> running.remove(stopped.host());
            default -> {} // says nothing of running
        }
    }

    /// The host's process is gone, and whatever ran on it.
    void died(HostId host) {
        running.remove(host);
    }

    SortedSet<HostId> running() {
        return running;
    }

    List<String> violations() {
        return violations;
    }

    private void runs(GuestEvent event) {
        running.add(event.host());
        if (running.size() > 1) {
            violations.add("at " + timeline.now() + " ns it runs on " + running);
        }
        if (event.epoch() < newestEpoch) {
            violations.add("at " + timeline.now() + " ns epoch " + event.epoch() + " runs after " + newestEpoch);
        }
        newestEpoch = Math.max(newestEpoch, event.epoch());
    }
}
