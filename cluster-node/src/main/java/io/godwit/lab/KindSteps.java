package io.godwit.lab;

import io.godwit.unit.Words;
import io.godwit.virtualization.Burden.Charge;
import io.godwit.virtualization.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a guest gets slower as one reason after the other is taken into account.
final class KindSteps {

    private KindSteps() {}

    static List<Step> of(List<Way> ways) {
        var steps = new ArrayList<Step>();
        var counted = new ArrayList<Reason>();
        steps.add(new Step("a guest that only computes is as fast as without a hypervisor", state(ways, counted)));
        for (var reason : Reason.values()) {
            ways.stream().flatMap(it -> charge(it, reason).stream()).findFirst().ifPresent(charge -> {
                counted.add(reason);
                steps.add(new Step(
                        String.format(
                                Locale.ROOT,
                                "%,.0f times a second: %s",
                                charge.perSecond(),
                                Words.of(reason).replace('-', ' ')),
                        state(ways, counted)));
            });
        }
        return steps;
    }

    private static Optional<Charge> charge(Way way, Reason reason) {
        return way.burden().charges().stream()
                .filter(it -> it.reason() == reason)
                .findFirst();
    }

    private static Snapshot state(List<Way> ways, List<Reason> counted) {
        var rows = new ArrayList<List<String>>();
        for (var way : ways) {
            var charges = way.burden().charges().stream()
                    .filter(it -> counted.contains(it.reason()))
                    .toList();
            double ns = charges.stream()
                    .mapToDouble(it -> it.perSecond() * it.eachNs())
                    .sum();
            double exits = charges.stream()
                    .filter(Charge::exits)
                    .mapToDouble(Charge::perSecond)
                    .sum();
            rows.add(List.of(
                    way.name(),
                    String.format(Locale.ROOT, "%.1f %%", 100 / (1 + ns / 1e9)),
                    String.format(Locale.ROOT, "%.1f ms", ns / 1e6),
                    String.format(Locale.ROOT, "%,.0f", exits)));
        }
        return new Snapshot(List.of("way", "speed", "lost a second", "exits a second"), rows);
    }
}
