package io.godwit.live;

import io.godwit.drill.Topology;
import io.godwit.history.Event;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.PermitEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.live.Span.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How each host is, and how many VMs the registry says it runs. Mutable.
final class Hosts {

    private enum State {
        STARTING("starting", Tone.QUIET),
        UP("up", Tone.GOOD),
        SUSPECTED("not heard of", Tone.DOUBTFUL),
        LOST("lost", Tone.BAD),
        ENDED("killed", Tone.BAD);

        private final String word;
        private final Tone tone;

        State(String word, Tone tone) {
            this.word = word;
            this.tone = tone;
        }
    }

    /// Hosts beyond these are counted, not listed: a terminal has few lines.
    private static final int MOST = 8;

    private final Topology topology;
    private final Map<NodeId, State> states = new TreeMap<>();
    private final Map<VmId, RegistryEvent.Owner> running = new TreeMap<>();
    private Optional<NodeId> leader = Optional.empty();
    private long decidedIndex;

    Hosts(Topology topology) {
        this.topology = topology;
    }

    void observe(Event event) {
        switch (event) {
            case FleetEvent.NodeJoined it -> states.put(it.joined(), State.UP);
            case FleetEvent.NodeSuspected it -> states.replace(it.suspect(), State.UP, State.SUSPECTED);
            case PermitEvent.Received it -> states.replace(it.holder(), State.SUSPECTED, State.UP);
            case FleetEvent.LostDeclared it -> states.replace(it.lost(), State.SUSPECTED, State.LOST);
            case FleetEvent.LeaderElected it -> leader = Optional.of(it.leader());
            case FaultEvent.ProcessEnded it -> states.put(it.node(), State.ENDED);
            case RegistryEvent.Decided it -> decided(it);
            default -> {}
        }
    }

    /// Each replica tells each decision; the first that does counts.
    private void decided(RegistryEvent.Decided told) {
        if (told.index() < decidedIndex) {
            return;
        }
        decidedIndex = told.index();
        switch (told.decision()) {
            case RegistryEvent.VmStands it ->
                it.owner()
                        .filter(RegistryEvent.Owner::running)
                        .ifPresentOrElse(owner -> running.put(it.vm(), owner), () -> running.remove(it.vm()));
            case RegistryEvent.VmDestroyed it -> running.remove(it.vm());
            default -> {}
        }
    }

    List<Line> lines() {
        var lines = new ArrayList<Line>();
        var workers = topology.workers().toList();
        for (var host : workers.subList(0, Math.min(MOST, workers.size()))) {
            var state = states.getOrDefault(host.node(), State.STARTING);
            var here = running.values().stream()
                    .filter(owner -> owner.host().equals(host.id()))
                    .toList();
            long booting = here.stream().filter(RegistryEvent.Owner::booting).count();
            var line = new Line()
                    .add("  ")
                    .add("● ", state.tone)
                    .add(host.id().value())
                    .to(16)
                    .add(state.word, state.tone)
                    .to(32)
                    .add("%3d VMs".formatted(here.size()))
                    .add(booting > 0 ? ", " + booting + " booting" : "");
            lines.add(leader.filter(host.node()::equals).isPresent() ? line.add("   leads", Tone.STRONG) : line);
        }
        if (workers.size() > MOST) {
            lines.add(Line.of(
                    "    and " + (workers.size() - MOST) + " more hosts, " + running.size() + " VMs in all",
                    Tone.QUIET));
        }
        return lines;
    }
}
