package io.godwit.registry;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.bench.Figure;
import io.godwit.bench.Gauge;
import io.godwit.bench.Samples;
import io.godwit.bench.Sheet;
import io.godwit.link.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long a registry of three voters has no leader after its leader was killed, in virtual time, over seeds and over
/// the moments of a second, which is the grain of its heartbeats.
public final class LeaderChange implements Gauge {

    private static final int SEEDS = 60;
    private static final int VOTERS = 3;
    private static final double BAR_S = 4.1;
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(17);

    @Override
    public void measure(Sheet sheet) {
        List<Double> seconds = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            sheet.progress("seed " + seed + " of " + SEEDS);
            seconds.add(changed(seed));
        }
        sheet.write(Figure.of(
                "another leader after a kill, median of " + SEEDS + " seeds",
                Samples.median(seconds),
                "s",
                "2 s of silence, noticed at the next whole second, half of one later, and votes: 3"));
        sheet.write(Figure.of(
                        "another leader after a kill, longest",
                        Samples.max(seconds),
                        "s",
                        "3 s until it is noticed, a vote that was split, its 0.5 to 1 s again: 4")
                .against(promise(AT_MOST, BAR_S)));
    }

    private static double changed(int seed) {
        try (RegistryFleet fleet = RegistryFleet.of(seed, VOTERS).startVoters()) {
            fleet.runUntilLed();
            fleet.run(SETTLING.plus(STEP.multipliedBy(seed)));
            NodeId old = fleet.leader().orElseThrow();
            long killedNs = fleet.now();
            fleet.kill(old);
            fleet.runUntilLed();
            return (fleet.now() - killedNs) / 1e9;
        }
    }
}
