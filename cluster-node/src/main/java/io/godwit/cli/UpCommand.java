package io.godwit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.array.ArraySettings;
import io.godwit.client.Rendezvous;
import io.godwit.cpu.CpuScheduling;
import io.godwit.drill.file.DrillFileError;
import io.godwit.fleet.LocalFleet;
import io.godwit.fleet.Shape;
import io.godwit.host.HostMakes;
import io.godwit.migration.channel.PageForm;
import io.godwit.node.artery.NodeAddress;
import io.godwit.permit.PermitSettings;
import io.godwit.process.Loopback;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Durations;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Keeps a fleet on this machine, for as long as it stays in front.
@Command(
        name = "up",
        description = {
            "Starts a fleet of host processes and an array on this machine, and stays in front.",
            "Ctrl-C or `godwit down` ends it, and leaves nothing behind."
        },
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private static final String ALREADY =
            "a fleet of yours runs already: work with it, or end it with `godwit down` first";

    /// A process each, on one machine; more hosts share nodes.
    private static final int MAX_NODES = Math.min(32, Loopback.MAX_PROCESSES - 2);

    private static final int MAX_HOSTS = 500;

    /// An empty node starts with it, and has little left.
    private static final MemorySize LEAST_HEAP = MemorySize.ofMebibytes(32);

    /// Far more than a node of 500 hosts takes, and no more than a JVM of this kind can address in small references.
    private static final MemorySize MOST_HEAP = MemorySize.ofGibibytes(32);

    private static final double NS_PER_SECOND = 1e9;

    @Option(names = "--hosts", paramLabel = "N", description = "emulated hosts (default: 3)", defaultValue = "3")
    private int hosts;

    @Option(names = "--nodes", paramLabel = "N", description = "processes that carry them (default: one each)")
    private Optional<Integer> nodes = Optional.empty();

    @Option(names = "--host", paramLabel = "NAME", description = "a file of config/hosts", defaultValue = "lab")
    private String host = "";

    @Option(
            names = "--hypervisor",
            paramLabel = "NAME",
            description = "a file of config/hypervisors",
            defaultValue = "lab")
    private String hypervisor = "";

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description =
                    "of the hosts' cores: fair-share, credit, eevdf, or native: the hypervisor's (default: fair-share)",
            defaultValue = CpuScheduling.FAIR_SHARE)
    private String scheduler = "";

    @Option(names = "--array", paramLabel = "NAME", description = "a file of config/arrays", defaultValue = "lab")
    private String array = "";

    @Mixin
    private MemoryOptions memory = new MemoryOptions();

    @Mixin
    private TuningOptions tuning = new TuningOptions();

    @Option(names = "--permit", paramLabel = "TIME", description = "a host acts alone so long", defaultValue = "5s")
    private String permit = "";

    @Option(names = "--tolerate", paramLabel = "N", description = "keep room for the loss of so many hosts")
    private Optional<Integer> tolerate = Optional.empty();

    @Option(names = "--page-bytes", description = "migrations send all bytes of their pages from process to process")
    private boolean pageBytes;

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Option(names = "--port", paramLabel = "PORT", description = "of the doors", defaultValue = "7010")
    private int port;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "heap of each process at most, 32MiB to 32GiB (default: 192MiB)",
            defaultValue = "192MiB")
    private String heap = "";

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Rendezvous rendezvous = Rendezvous.ofThisUser();
        try {
            HostMakes makes = Makes.hosts().with(memory.management()).with(tuning.tuning());
            SortedMap<String, ArraySettings> arrays = Makes.arrays();
            Shape shape = shape(makes, arrays.keySet());
            LocalFleet.Parts parts =
                    new LocalFleet.Parts(makes, Makes.images(), Makes.activities(), arrays, heap(), checkedPort());
            if (rendezvous.find().isPresent()) {
                return refuse(ALREADY);
            }
            MonotonicTimeline clock = MonotonicTimeline.startingNow();
            try (LocalFleet fleet = LocalFleet.open(shape, parts, news -> out(news.sentence()))) {
                return keep(fleet, rendezvous, clock);
            }
        } catch (InvalidSettings | DrillFileError wrong) {
            return refuse(wrong.getMessage());
        } catch (IOException failed) {
            return refuse(failed.getMessage());
        }
    }

    private int keep(LocalFleet fleet, Rendezvous rendezvous, MonotonicTimeline clock)
            throws IOException, InterruptedException {
        if (!rendezvous.claim(new Rendezvous.Place(
                ProcessHandle.current().pid(), fleet.folder().toString(), fleet.doors()))) {
            return refuse(ALREADY);
        }
        Thread leave = Thread.ofPlatform().unstarted(() -> leave(rendezvous));
        Runtime.getRuntime().addShutdownHook(leave);
        if (json) {
            out(asJson(fleet));
        } else {
            greeting(fleet, clock.now()).forEach(this::out);
        }
        fleet.awaitEnd();
        leave(rendezvous);
        out(json ? "{\"ended\":true}" : "The fleet has ended.");
        return 0;
    }

    private static void leave(Rendezvous rendezvous) {
        try {
            rendezvous.leave();
        } catch (IOException unremovable) {
            System.err.println(rendezvous.file() + " can't be removed: " + unremovable.getMessage());
        }
    }

    private Shape shape(HostMakes makes, Set<String> arrays) {
        int processes = nodes.orElse(hosts);
        check(hosts >= 1 && hosts <= MAX_HOSTS, "--hosts " + hosts + ": write a number from 1 to " + MAX_HOSTS);
        check(
                processes >= 1 && processes <= hosts,
                "--nodes " + processes + ": a node carries at least one host, so write from 1 to " + hosts);
        check(
                processes <= MAX_NODES,
                processes + " processes are too many for one machine: write --nodes " + MAX_NODES + " or fewer");
        int losses = tolerate.orElse(Math.min(1, hosts - 1));
        check(
                losses >= 0 && losses < hosts,
                "--tolerate " + losses + ": a fleet of " + hosts + " hosts outlasts 0 to " + (hosts - 1) + " losses");
        String make = HostMakes.scheduledBy(host, scheduler);
        makes.objection(make, hypervisor).ifPresent(sentence -> check(false, sentence));
        check(arrays.contains(array), "there is no array '" + array + "': write one of " + String.join(", ", arrays));
        try {
            Duration length = PermitSettings.checked(Durations.parse(permit));
            PageForm pages = pageBytes ? PageForm.BYTES : PageForm.IDENTITIES;
            return new Shape(
                    hosts,
                    processes,
                    make,
                    hypervisor,
                    array,
                    length,
                    losses,
                    limits.read(),
                    pages,
                    tuning.cpuBaseline());
        } catch (IllegalQuantity illegal) {
            throw new ParameterException(spec.commandLine(), "--permit: " + illegal.getMessage());
        }
    }

    private MemorySize heap() {
        try {
            MemorySize size = MemorySize.parse(heap);
            check(
                    size.compareTo(LEAST_HEAP) >= 0 && size.compareTo(MOST_HEAP) <= 0,
                    "--heap " + size + ": a process takes " + LEAST_HEAP + " at least, and " + MOST_HEAP + " at most");
            return size;
        } catch (IllegalQuantity illegal) {
            throw new ParameterException(spec.commandLine(), "--heap: " + illegal.getMessage());
        }
    }

    private int checkedPort() {
        check(port >= 1024 && port <= 65_535, "--port " + port + ": write a number from 1024 to 65535");
        return port;
    }

    private void check(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private List<String> greeting(LocalFleet fleet, long tookNs) {
        String size = hosts == 1 ? "1 host" : hosts + " hosts";
        String spread = nodes.filter(it -> it != hosts)
                .map(it -> " on " + it + " nodes")
                .orElse("");
        return List.of(
                String.format(
                        Locale.ROOT,
                        "A fleet of %s%s and array-a is up, after %.1f s.",
                        size,
                        spread,
                        tookNs / NS_PER_SECOND),
                "",
                "  door   " + fleet.doors().getFirst() + "/v1   (each node has one too)",
                "  links  "
                        + String.join(
                                ", ",
                                fleet.links().stream()
                                        .map(NodeAddress::toString)
                                        .toList()),
                "",
                "From another terminal:",
                "  godwit hosts",
                "  godwit vm create web --count 3 --memory 1GiB --protect restart",
                "  godwit vm migrate web-1",
                "  godwit kill-host h" + Math.min(2, hosts),
                "  godwit events --follow",
                "  godwit down            or Ctrl-C here",
                "");
    }

    private static String asJson(LocalFleet fleet) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("pid", ProcessHandle.current().pid());
        fleet.doors().forEach(body.putArray("doors")::add);
        fleet.links().forEach(link -> body.withArray("links").add(link.toString()));
        return body.toString();
    }

    private int refuse(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return Godwit.INVALID;
    }

    private void out(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
