package io.godwit.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.history.MigrationEvent.Aid;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a migration does so that it converges sooner, as options.
final class HelpOptions {

    static final List<String> NAMES = List.of(
            "--help-with", "--dirty-limit", "--delta-cache", "--delta-size", "--channels", "--channel-bandwidth");

    @Option(
            names = "--help-with",
            paramLabel = "AID",
            split = ",",
            description = "skip-zero-pages, skip-held-pages, skip-dirtied, skip-shared-pages, deltas, auto-converge,"
                    + " dirty-limit, channels; default: as usual")
    private List<String> help = new ArrayList<>();

    @Option(names = "--dirty-limit", paramLabel = "RATE", description = "of each vCPU, such as 100MiB/s")
    private Optional<String> dirtyLimit = Optional.empty();

    @Option(names = "--delta-cache", paramLabel = "SIZE", description = "pages that are kept for deltas, such as 64MiB")
    private Optional<String> deltaCache = Optional.empty();

    @Option(names = "--delta-size", paramLabel = "SIZE", description = "of a page as a delta, such as 1KiB")
    private Optional<String> deltaSize = Optional.empty();

    @Option(names = "--channels", paramLabel = "N", description = "that carry pages: 1 to 8")
    private Optional<Integer> channels = Optional.empty();

    @Option(names = "--channel-bandwidth", paramLabel = "RATE", description = "of one of them; default: 15Gbit")
    private Optional<String> channelBandwidth = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /// As a door takes it.
    void addTo(ObjectNode form) {
        help.forEach(aid -> form.withArray("help").add(aid));
        dirtyLimit.ifPresent(it -> form.put("dirtyLimit", it));
        deltaCache.ifPresent(it -> form.put("deltaCache", it));
        deltaSize.ifPresent(it -> form.put("deltaSize", it));
        channels.ifPresent(it -> form.put("channels", it));
        channelBandwidth.ifPresent(it -> form.put("channelBandwidth", it));
    }

    /// @param taken whether what an option says counts
    /// @throws ParameterException if one of them can't be read, with a sentence for people
    HelpWish wish(Predicate<String> taken) {
        var texts = new OptionText(command);
        return new HelpWish(
                help.isEmpty() || !taken.test("--help-with")
                        ? Optional.empty()
                        : Optional.of(help.stream()
                                .map(word -> texts.read("--help-with", word, text -> Words.read(Aid.class, text)))
                                .toList()),
                dirtyLimit
                        .filter(_ -> taken.test("--dirty-limit"))
                        .map(text -> texts.read("--dirty-limit", text, Bandwidth::parse)),
                deltaCache
                        .filter(_ -> taken.test("--delta-cache"))
                        .map(text -> texts.read("--delta-cache", text, MemorySize::parse)),
                deltaSize
                        .filter(_ -> taken.test("--delta-size"))
                        .map(text -> texts.read("--delta-size", text, MemorySize::parse)),
                channels.filter(_ -> taken.test("--channels")),
                channelBandwidth
                        .filter(_ -> taken.test("--channel-bandwidth"))
                        .map(text -> texts.read("--channel-bandwidth", text, Bandwidth::parse)));
    }
}
