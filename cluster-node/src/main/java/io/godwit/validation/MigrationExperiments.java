package io.godwit.validation;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.TermsWish;
import io.godwit.migration.precopy.TermsWish.Rule;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Pre-copies on paper, by the rules that real ones have; tests hold one against the other, round by round.
final class MigrationExperiments {

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of the guest", "512000000B").between("4096B", "1TiB");

    private static final Parameter<MemorySize> SET =
            Parameter.size("set", "that the guest writes", "256000000B").between("4096B", "1TiB");

    private static final Parameter<EventRate> WRITES = Parameter.rate("writes", "pages that it writes a second", "0/s");

    private static final Parameter<Share> HOT = Parameter.share("hot", "of the set is written more often", "0%");

    private static final Parameter<Share> HOT_WRITES = Parameter.share("hot-writes", "of its writes go there", "50%");

    private static final Parameter<String> RULE = Parameter.choice(
            "rule", "when it stops copying", List.of("downtime-limit", "xen", "xen-4-5", "adaptive-rate"));

    private static final Parameter<String> HELP =
            Parameter.choice("help", "that it has", List.of("none", "skip-dirtied"));

    private static final Parameter<Bandwidth> LINK =
            Parameter.bandwidth("link", "between the hosts", "1Gbit").between("1Mbit", "1Tbit");

    private static final Parameter<Integer> ROUND =
            Parameter.count("round", "from 1", 1).between("1", "10000");

    static final List<Experiment> ALL = List.of(
            each(
                    "round-sent",
                    "what a round sends; 0 if the migration has ended before",
                    "MB",
                    MigrationExperiments::sent),
            each("round-rate", "how fast a round goes; 0 if the migration has ended before", "Mbit/s", round -> {
                return round.bytes() * 8e3 / round.durationNs();
            }),
            whole("rounds", "how many rounds go before the guest stands", "rounds", it -> it.precopy()
                    .rounds()
                    .size()),
            whole(
                    "last-sent",
                    "pages sent while the guest stands",
                    "MB",
                    it -> it.last().bytes() / 1e6),
            whole(
                    "last-rate",
                    "how fast they go",
                    "Mbit/s",
                    it -> it.last().bytes() * 8e3 / it.last().pagesNs()),
            whole(
                    "migration-downtime",
                    "how long the guest stands",
                    "ms",
                    it -> it.last().downtimeNs() / 1e6),
            whole(
                    "memories-sent",
                    "what the rounds send, in times of the guest's memory",
                    "times",
                    it -> (double) it.precopy().bytes()
                            / it.precopy().rounds().getFirst().bytes()));

    private MigrationExperiments() {}

    private static double sent(Round round) {
        return round.bytes() / 1e6;
    }

    private static Experiment each(String name, String what, String unit, ToDoubleFunction<Round> value) {
        return new Experiment(
                name,
                what,
                unit,
                List.of(MEMORY, SET, WRITES, HOT, HOT_WRITES, RULE, HELP, LINK, ROUND),
                trial -> predicted(trial).precopy().rounds().stream()
                        .filter(round -> round.number() == trial.get(ROUND))
                        .mapToDouble(value)
                        .sum());
    }

    private static Experiment whole(String name, String what, String unit, ToDoubleFunction<Prediction> value) {
        return new Experiment(
                name,
                what,
                unit,
                List.of(MEMORY, SET, WRITES, HOT, HOT_WRITES, RULE, HELP, LINK),
                trial -> value.applyAsDouble(predicted(trial)));
    }

    private static Prediction predicted(Trial trial) {
        WireCost cost = WireCost.byDefault();
        MemorySpec writing = new MemorySpec(trial.get(SET), trial.get(WRITES), pattern(trial));
        GuestMemory guest = new GuestMemory(trial.get(MEMORY).pages(cost.page()), 0, Dirtying.of(writing, cost.page()));
        return Prediction.of(terms(trial), guest, Route.of(new LinkQuality(Duration.ZERO, trial.get(LINK))));
    }

    private static Pattern pattern(Trial trial) {
        int hot = trial.get(HOT).wholePermille();
        return hot == 0
                ? new Pattern.Random()
                : new Pattern.HotCold(hot, trial.get(HOT_WRITES).wholePermille());
    }

    private static Terms terms(Trial trial) {
        Rule rule = Rule.valueOf(trial.get(RULE).toUpperCase(Locale.ROOT).replace('-', '_'));
        List<Aid> help = trial.get(HELP).equals("none") ? List.of() : List.of(Aid.SKIP_DIRTIED);
        return new TermsWish(Optional.of(rule), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(help))
                .over(Terms.byDefault());
    }
}
