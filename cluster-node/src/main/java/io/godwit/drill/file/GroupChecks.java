package io.godwit.drill.file;

import io.godwit.drill.Topology;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.unit.Words;
import io.godwit.vm.VmSpec.Domain;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What groups ask of each other and of the topology, and cannot have.
final class GroupChecks {

    private final Topology topology;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Problems problems;

    GroupChecks(Topology topology, List<Group> groups, Problems problems) {
        this.topology = topology;
        groups.forEach(group -> this.groups.put(group.name(), group));
        this.problems = problems;
    }

    void check() {
        for (Group group : groups.values()) {
            problems.check(() -> checkOrder(group));
            problems.check(() -> checkCycle(group));
            problems.check(() -> checkSpread(group));
        }
    }

    private void checkOrder(Group group) {
        var care = group.first().care();
        for (String before : care.after()) {
            var other = groups.get(before).first();
            if (other.care().tier() > care.tier()) {
                throw group.item()
                        .refused("of tier " + care.tier() + " waits for '" + before + "' of tier "
                                + other.care().tier() + ", which comes later: raise its tier to at least "
                                + other.care().tier());
            }
            if (group.first().isProtected() && !other.isProtected()) {
                throw group.item()
                        .refused("is restarted after '" + before + "', which nobody restarts: add protect: restart to '"
                                + before + "'");
            }
        }
    }

    private void checkCycle(Group start) {
        Deque<List<String>> paths = new ArrayDeque<>(List.of(List.of(start.name())));
        Map<String, Boolean> seen = new LinkedHashMap<>();
        while (!paths.isEmpty()) {
            List<String> path = paths.poll();
            for (String before : groups.get(path.getLast()).first().care().after()) {
                if (before.equals(start.name())) {
                    throw start.item()
                            .refused("waits for itself (" + String.join(" after ", path) + " after " + before
                                    + "): remove one 'after'");
                }
                if (seen.putIfAbsent(before, true) == null) {
                    List<String> longer = new ArrayList<>(path);
                    longer.add(before);
                    paths.add(longer);
                }
            }
        }
    }

    private void checkSpread(Group group) {
        var spread = group.first().care().spread();
        if (spread.isEmpty()) {
            return;
        }
        Domain domain = spread.get();
        var hosts = VmsSection.reaching(topology, group.first().disk());
        long apart =
                hosts.stream().map(host -> domainOf(host, domain)).distinct().count();
        boolean mustSurvive = domain == Domain.HOST && group.first().isProtected();
        long usable = mustSurvive ? apart - topology.hostFailuresToTolerate() : apart;
        if (group.count() > usable) {
            String word = Words.of(domain);
            throw group.item()
                    .refused(group.count() + " VMs cannot be kept apart by " + word + ": there are " + apart
                            + (mustSurvive ? " less the " + topology.hostFailuresToTolerate() + " to tolerate" : "")
                            + " that reach " + group.first().disk() + ", so lower the count or remove spread: " + word);
        }
    }

    private static String domainOf(Host host, Domain domain) {
        return switch (domain) {
            case HOST -> host.id().value();
            case RACK -> host.site() + "/" + host.rack();
            case SITE -> host.site();
        };
    }
}
