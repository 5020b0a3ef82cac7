package io.godwit.drill.file;

import io.godwit.drill.Topology.SitePair;
import io.godwit.link.LinkQuality;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads `links`: a default, and what differs between two sites (`a-b`) or within one (`a-a`).
final class LinksSection {

    private LinksSection() {}

    static SortedMap<SitePair, LinkQuality> read(Item links, List<String> sites, Problems problems) {
        SortedMap<SitePair, LinkQuality> qualities = new TreeMap<>();
        for (Item.Named link : links.named()) {
            problems.attempt(() -> quality(link.item()))
                    .ifPresent(quality -> problems.check(() -> {
                        if (link.name().equals("default")) {
                            pairs(sites).forEach(pair -> qualities.putIfAbsent(pair, quality));
                        } else {
                            qualities.put(pair(link, sites), quality);
                        }
                    }));
        }
        if (links.named().stream().noneMatch(link -> link.name().equals("default"))) {
            throw links.refused("'default' is missing: add default: {latency: 0.2ms, bandwidth: 10Gbit}");
        }
        return qualities;
    }

    private static List<SitePair> pairs(List<String> sites) {
        return sites.stream()
                .flatMap(one -> sites.stream().map(other -> new SitePair(one, other)))
                .distinct()
                .toList();
    }

    private static SitePair pair(Item.Named link, List<String> sites) {
        List<SitePair> pairs = pairs(sites);
        return pairs.stream()
                .filter(pair -> link.name().equals(pair.first() + "-" + pair.second())
                        || link.name().equals(pair.second() + "-" + pair.first()))
                .findFirst()
                .orElseThrow(() -> link.refused("there are no such two sites: name them like "
                        + pairs.get(Math.min(1, pairs.size() - 1)) + ", of the sites " + String.join(", ", sites)));
    }

    private static LinkQuality quality(Item item) {
        var section = item.section("latency", "bandwidth");
        var latency = section.require("latency", "latency: 0.2ms").duration();
        var bandwidth = section.require("bandwidth", "bandwidth: 10Gbit");
        if (bandwidth.bandwidth().bitsPerSecond() == 0) {
            throw bandwidth.refused("is zero, so that nothing passes: use a partition in the timeline for that");
        }
        return new LinkQuality(latency, bandwidth.bandwidth());
    }
}
