package io.godwit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.array.ArraySettings;
import io.godwit.cpu.CpuTopology;
import io.godwit.device.DiskQueue;
import io.godwit.device.DiskSpec;
import io.godwit.door.PredictionBody;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Dirtying;
import io.godwit.migration.precopy.DiskForecast;
import io.godwit.migration.precopy.DiskForecast.GuestDisk;
import io.godwit.migration.precopy.GuestMemory;
import io.godwit.migration.precopy.HandoverCost;
import io.godwit.migration.precopy.MemoryContents;
import io.godwit.migration.precopy.Precopy;
import io.godwit.migration.precopy.Prediction;
import io.godwit.migration.precopy.Route;
import io.godwit.migration.precopy.Terms;
import io.godwit.migration.precopy.TermsWish;
import io.godwit.migration.precopy.WireCost;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Durations;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.unit.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Says what a live migration would do, without a fleet.
@Command(
        name = "predict",
        description = {
            "Says what a live migration would do, without a fleet: rounds, bytes, time, downtime,",
            "and whether it converges. Exit code 1 if it does not."
        },
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

    private static final int NOT_CONVERGED = 1;

    /// Far beyond any way that a fleet has: light takes 1.3 s to the Moon. Whatever waits longer than TCP's longest
    /// pause between repeats (60 s, RFC 6298) is no link any more.
    private static final Duration MOST_LATENCY = Duration.ofMinutes(1);

    /// Far beyond the fastest Ethernet that is specified (1.6 Tbit/s, IEEE 802.3dj), so that a slip of the unit is
    /// found.
    private static final Bandwidth MOST_LINK = Bandwidth.parse("1000Tbit");

    /// What a migration's terms are made of, beside its helps.
    private static final List<String> TERMS =
            List.of("--mode", "--stop", "--downtime-limit", "--max-rounds", "--bandwidth");

    /// In which order the guest writes the pages of its working set.
    enum Order {
        RANDOM,
        SEQUENTIAL
    }

    @Option(names = "--memory", paramLabel = "SIZE", description = "of the guest, such as 64GiB", required = true)
    private String memory = "";

    @Option(names = "--dirty", paramLabel = "RATE", description = "what it writes, such as 300MiB/s", required = true)
    private String dirty = "";

    @Option(names = "--working-set", paramLabel = "SIZE", description = "which it writes (default: all its memory)")
    private Optional<String> workingSet = Optional.empty();

    @Option(names = "--pattern", paramLabel = "ORDER", description = "random (the default) or sequential")
    private Order pattern = Order.RANDOM;

    @Option(names = "--link", paramLabel = "RATE", description = "such as 25Gbit", required = true)
    private String link = "";

    @Option(names = "--latency", paramLabel = "TIME", description = "one way (default: ${DEFAULT-VALUE})")
    private String latency = "0.2ms";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "pre-copy (the default), suspend-and-copy, post-copy or hybrid")
    private Optional<String> mode = Optional.empty();

    @Option(
            names = "--stop",
            paramLabel = "RULE",
            description = "downtime-limit (the default), xen, xen-4-5, adaptive-rate or fixed-rounds")
    private Optional<String> stop = Optional.empty();

    @Option(names = "--downtime-limit", paramLabel = "TIME", description = "default: 300ms")
    private Optional<String> downtimeLimit = Optional.empty();

    @Option(names = "--max-rounds", paramLabel = "N", description = "default: 30")
    private Optional<Integer> maxRounds = Optional.empty();

    @Option(names = "--bandwidth", paramLabel = "RATE", description = "take no more of the link than this")
    private Optional<String> bandwidth = Optional.empty();

    @Mixin
    private HelpOptions help = new HelpOptions();

    @Option(names = "--zero", paramLabel = "SHARE", description = "of its memory that is zero (default: 0%%)")
    private Optional<String> zero = Optional.empty();

    @Option(names = "--zero-writes", paramLabel = "SHARE", description = "of writes that leave zeroes (default: 0%%)")
    private Optional<String> zeroWrites = Optional.empty();

    @Option(
            names = "--shared",
            paramLabel = "SHARE",
            description = "of its memory that holds what another page holds (default: 0%%)")
    private Optional<String> shared = Optional.empty();

    @Option(
            names = "--held",
            paramLabel = "SHARE",
            description = "of its memory that its target holds for other guests, for skip-held-pages (default: 0%%)")
    private Optional<String> held = Optional.empty();

    @Option(names = "--vcpus", paramLabel = "N", description = "of the guest (default: ${DEFAULT-VALUE})")
    private int vcpus = 1;

    @Mixin
    private DiskOptions along = new DiskOptions();

    @Option(
            names = "--registry",
            paramLabel = "TIME",
            description = "in which the registry's leader answers (default: four ways over the link, to it, on to a"
                    + " majority, and back)")
    private Optional<String> registry = Optional.empty();

    @Option(
            names = "--array",
            paramLabel = "NAME",
            description = "a file of config/arrays that has its disk, two ways away (default: ${DEFAULT-VALUE})")
    private String array = "lab";

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        MemorySize size = quantity("--memory", memory, MemorySize::parse);
        Terms terms = terms();
        Optional<GuestDisk> disk = along.disk();
        Optional<DiskForecast> first =
                disk.map(it -> quantity("--disk-writes", "", _ -> DiskForecast.of(it, speed(), terms.most(), cost())));
        Bandwidth rest = disk.map(it -> DiskForecast.rest(it, speed(), cost())).orElse(speed());
        LinkQuality way = new LinkQuality(oneWay(), rest);
        HandoverCost handover = new HandoverCost(0, 0, registryNs(), openNs());
        ObjectNode tree = predicted(terms, guest(size), new Route(way, cost(), handover));
        tree.putObject("assumed").put("registryNs", handover.registryNs()).put("datastoreNs", handover.openNs());
        if (json) {
            first.ifPresent(it -> tree.putObject("disk")
                    .put("bytes", it.bytes())
                    .put("mirroredBytes", it.mirroredBytes())
                    .put("durationNs", it.durationNs()));
            print(tree.toString());
        } else {
            first.ifPresent(it -> print("disk: " + size(it.bytes()) + " in " + Durations.roughlyNs(it.durationNs())
                    + ", " + size(it.mirroredBytes()) + " of it writes to both; then the memory, on " + rest));
            assumptions(handover).forEach(this::print);
            if (Precopy.on(terms).asksFirst() && held.isEmpty()) {
                print("assumed: its target holds none of its pages for other guests (--held)");
            }
            PredictionText.lines(tree).forEach(this::print);
        }
        return tree.path("converges").asBoolean() ? 0 : NOT_CONVERGED;
    }

    private ObjectNode predicted(Terms terms, GuestMemory guest, Route route) {
        try {
            return new ObjectMapper().valueToTree(PredictionBody.of(Prediction.of(terms, guest, route)));
        } catch (ArithmeticException _) {
            throw refused("--link: such a move takes more than 292 years: write a faster link, or less memory");
        }
    }

    private Duration oneWay() {
        return quantity("--latency", latency, PredictCommand::way);
    }

    private static Duration way(String text) {
        Duration way = Durations.parse(text);
        if (way.compareTo(MOST_LATENCY) > 0) {
            throw new IllegalQuantity("'" + text + "' is too long: no fleet has such a link; write at most "
                    + Durations.format(MOST_LATENCY));
        }
        return way;
    }

    private long registryNs() {
        return registry.map(text -> quantity("--registry", text, PredictCommand::way))
                .orElseGet(() -> oneWay().multipliedBy(4))
                .toNanos();
    }

    private long openNs() {
        return oneWay().multipliedBy(2).toNanos() + new DiskQueue(disk()).completedAtNs(0, DiskQueue.BLOCK_BYTES);
    }

    private DiskSpec disk() {
        SortedMap<String, ArraySettings> arrays = Makes.arrays();
        if (!arrays.containsKey(array)) {
            throw refused(
                    "--array: there is no array '" + array + "': write one of " + String.join(", ", arrays.keySet()));
        }
        return arrays.get(array).disk();
    }

    private List<String> assumptions(HandoverCost handover) {
        return List.of(
                "assumed: nothing else is on the link; the registry's leader answers in "
                        + Durations.roughlyNs(handover.registryNs())
                        + (registry.isPresent() ? "" : ", four ways over this link (--registry)"),
                "assumed: its disk opens in " + Durations.roughlyNs(handover.openNs()) + ", two ways and what array "
                        + array + " takes (--array; " + disk().source() + ")");
    }

    private Terms terms() {
        TermsWish wish = wish(_ -> true);
        Terms terms = objection(wish)
                .<Terms>map(why -> {
                    throw refused(String.join(", ", blamed(why)) + ": " + why);
                })
                .orElseGet(() -> wish.over(Terms.byDefault()));
        return quantity("--mode", terms.mode().word(), _ -> onPaper(terms));
    }

    /// @param taken whether what an option says counts
    private TermsWish wish(Predicate<String> taken) {
        return new TermsWish(
                mode.filter(_ -> taken.test("--mode"))
                        .map(word -> quantity("--mode", word, text -> Words.read(Mode.class, text))),
                stop.filter(_ -> taken.test("--stop"))
                        .map(word -> quantity("--stop", word, text -> Words.read(TermsWish.Rule.class, text))),
                downtimeLimit
                        .filter(_ -> taken.test("--downtime-limit"))
                        .map(text -> quantity("--downtime-limit", text, Durations::parse)),
                maxRounds.filter(_ -> taken.test("--max-rounds")),
                bandwidth
                        .filter(_ -> taken.test("--bandwidth"))
                        .map(text -> quantity("--bandwidth", text, Bandwidth::parse)),
                help.wish(taken));
    }

    private static Optional<String> objection(TermsWish wish) {
        try {
            wish.over(Terms.byDefault());
            return Optional.empty();
        } catch (IllegalQuantity illegal) {
            return Optional.of(illegal.getMessage());
        }
    }

    /// The options without any one of which this would not be said.
    private List<String> blamed(String why) {
        return Stream.concat(TERMS.stream(), HelpOptions.NAMES.stream())
                .filter(option ->
                        !objection(wish(other -> !other.equals(option))).equals(Optional.of(why)))
                .toList();
    }

    private static Terms onPaper(Terms terms) {
        if (!terms.mode().movesMemory()) {
            throw new IllegalQuantity(
                    "no memory travels in mode " + terms.mode().word() + ": there is nothing to predict");
        }
        if (terms.mode().isOfContainers()) {
            throw new IllegalQuantity("what dumping and restoring a container takes is its hypervisor's: predict"
                    + " suspend-and-copy, and add that");
        }
        return terms;
    }

    private GuestMemory guest(MemorySize size) {
        long pages = quantity("--memory", memory, _ -> size.pages(cost().page()));
        if (pages == 0) {
            throw refused("--memory: a guest without memory has nothing to move: write 4GiB or so");
        }
        long zeroes = zero.map(text -> quantity("--zero", text, Share::parse).of(pages))
                .orElse(0L);
        long alike = shared.map(text -> quantity("--shared", text, Share::parse).of(pages))
                .orElse(0L);
        if (zeroes + alike > pages) {
            throw refused("--shared: with --zero it is more than all memory: write at most 100% together");
        }
        long there = held.map(text -> quantity("--held", text, Share::parse).of(pages))
                .orElse(0L);
        if (zeroes + there > pages) {
            throw refused("--held: with --zero it is more than all memory: write at most 100% together");
        }
        if (vcpus < 1 || vcpus > CpuTopology.MAX_CORES) {
            throw refused("--vcpus: a guest has 1 to " + CpuTopology.MAX_CORES + " vCPUs");
        }
        var contents = new MemoryContents(zeroes, zeroes, alike, there, zeroWrites());
        return new GuestMemory(pages, contents, vcpus, Dirtying.of(writing(size), cost().page()));
    }

    private Share zeroWrites() {
        return zeroWrites
                .map(text -> quantity("--zero-writes", text, Share::parse))
                .orElse(Share.NONE);
    }

    private MemorySpec writing(MemorySize size) {
        MemorySize set = workingSet
                .map(text -> quantity("--working-set", text, MemorySize::parse))
                .orElse(size);
        if (set.compareTo(size) > 0) {
            throw refused("--working-set: " + set + " is more than the memory of " + size + ": write at most that");
        }
        quantity("--working-set", "", _ -> set.pages(cost().page()));
        Pattern order = pattern == Order.SEQUENTIAL ? new Pattern.Sequential() : new Pattern.Random();
        return new MemorySpec(set, quantity("--dirty", dirty, PredictCommand::pages), order);
    }

    private static EventRate pages(String text) {
        return EventRate.ofBytes(Bandwidth.parse(text), cost().page());
    }

    private Bandwidth speed() {
        Bandwidth speed = quantity("--link", link, Bandwidth::parse);
        if (speed.bitsPerSecond() == 0) {
            throw refused("--link: a link of zero passes nothing: write 10Gbit or so");
        }
        if (speed.compareTo(MOST_LINK) > 0) {
            throw refused("--link: '" + link + "' is too large: no link is that fast; write at most " + MOST_LINK);
        }
        return speed;
    }

    private static WireCost cost() {
        return WireCost.byDefault();
    }

    private static String size(long bytes) {
        return new MemorySize(bytes).roughly();
    }

    private <T> T quantity(String option, String text, Function<String, T> reader) {
        return new OptionText(command).read(option, text, reader);
    }

    private ParameterException refused(String sentence) {
        return new OptionText(command).refused(sentence);
    }

    private void print(String line) {
        command.commandLine().getOut().println(line);
        command.commandLine().getOut().flush();
    }
}
