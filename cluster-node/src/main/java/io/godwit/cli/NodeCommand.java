package io.godwit.cli;

import io.godwit.fleet.Deployment;
import io.godwit.fleet.Newcomer;
import io.godwit.node.artery.NodeAddress;
import io.godwit.process.ProcessSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Is a host node of a fleet: one of its file, or one that joins it by the addresses of others.
@Command(name = "node", description = "Is a host node of a fleet, and stays in front.", mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

    private static final class Way {

        @Option(names = "--fleet", paramLabel = "FILE", description = "the fleet's file, which has this node")
        private Optional<Path> fleet = Optional.empty();

        @Option(
                names = "--seeds",
                paramLabel = "HOST:PORT",
                split = ",",
                description = "links of nodes that run, for one that the file doesn't have")
        private List<String> seeds = new ArrayList<>();
    }

    @ArgGroup(multiplicity = "1")
    private Way way = new Way();

    @Option(names = "--address", paramLabel = "HOST:PORT", description = "with --seeds: where others reach its link")
    private Optional<String> address = Optional.empty();

    @Option(
            names = "--pages",
            paramLabel = "PORT",
            description = "with --seeds: where it takes pages (default: the link's port + 1)")
    private Optional<Integer> pages = Optional.empty();

    @Option(
            names = "--carries",
            paramLabel = "HOST",
            split = ",",
            description = "with --seeds: its hosts (default: one of its own name)")
    private List<String> carries = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "with --seeds: what they are, a file of config/hosts (default: lab)",
            defaultValue = "lab")
    private String host = "";

    @Option(
            names = "--hypervisor",
            paramLabel = "NAME",
            description = "with --seeds: what runs on them, a file of config/hypervisors (default: lab)",
            defaultValue = "lab")
    private String hypervisor = "";

    @Option(names = "--site", paramLabel = "SITE", description = "with --seeds (default: a)", defaultValue = "a")
    private String site = "";

    @Option(names = "--rack", paramLabel = "RACK", description = "with --seeds (default: its name)")
    private Optional<String> rack = Optional.empty();

    @Option(
            names = "--door",
            paramLabel = "HOST:PORT",
            description = "where it takes requests, or none (default: ${DEFAULT-VALUE})",
            defaultValue = "127.0.0.1:7010")
    private String door = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "what a door beyond loopback demands")
    private Optional<Path> tokenFile = Optional.empty();

    @Mixin
    private StandAlone process = new StandAlone();

    @Override
    public Integer call() {
        try {
            return process.live(way.fleet.isPresent() ? ofFile(way.fleet.get()) : newcomer());
        } catch (InvalidSettings wrong) {
            return process.refuse(wrong.getMessage());
        }
    }

    private ProcessSetup ofFile(Path file) {
        Deployment deployment = StandAlone.deployment(file);
        if (!deployment.file().nodes().containsKey(process.name())) {
            throw new InvalidSettings(file + " has no node '" + process.name() + "': write one of "
                    + String.join(", ", deployment.file().nodes().keySet()) + ", or join with --seeds");
        }
        return deployment.node(process.name(), process.self(StandAlone.door(door, tokenFile)), Optional.empty());
    }

    private ProcessSetup newcomer() {
        NodeAddress link = StandAlone.address(
                "--address",
                address.orElseThrow(() -> new InvalidSettings(
                        "--address is missing: say with --address HOST:PORT where others reach this node")));
        var makes = Makes.hosts();
        makes.objection(host, hypervisor).ifPresent(sentence -> {
            throw new InvalidSettings(sentence);
        });
        return new Newcomer(
                        process.name(),
                        link,
                        pages.orElse(link.port() + 1),
                        carries.isEmpty() ? List.of(process.name()) : carries,
                        new Newcomer.Place(site, rack.orElse(process.name())),
                        new Newcomer.Make(host, hypervisor))
                .setup(
                        makes,
                        Makes.images(),
                        way.seeds.stream()
                                .map(seed -> StandAlone.address("--seeds", seed))
                                .toList(),
                        process.self(StandAlone.door(door, tokenFile)));
    }
}
