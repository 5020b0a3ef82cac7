package io.godwit.cli;

import io.godwit.client.Doors;
import io.godwit.door.DoorSetup;
import io.godwit.fleet.Deployment;
import io.godwit.fleet.FleetFile;
import io.godwit.node.artery.NodeAddress;
import io.godwit.process.NodeMain;
import io.godwit.process.ProcessSetup;
import io.godwit.settings.SettingsFile;
import io.godwit.time.CalendarDate;
import io.godwit.time.MonotonicTimeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A process of a fleet of several machines: the options that nodes and arrays share, and its life.
final class StandAlone {

    @Option(names = "--name", paramLabel = "NAME", description = "which of the fleet's it is", required = true)
    private String name = "";

    @Option(names = "--data", paramLabel = "DIR", description = "its own folder, which outlives it", required = true)
    private Path data = Path.of("");

    @Option(
            names = "--bind",
            paramLabel = "HOST",
            description = "where it listens, such as 0.0.0.0 (default: where others reach it)")
    private Optional<String> bind = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    String name() {
        return name;
    }

    Optional<String> bind() {
        return bind;
    }

    /// A process of its own time, started by nobody. Its boot is told from all others of the node by date and number.
    Deployment.Self self(Optional<DoorSetup> door) {
        String boot = CalendarDate.now() + "-" + ProcessHandle.current().pid();
        return new Deployment.Self(boot, bind, MonotonicTimeline.startingNow().originNs(), Optional.empty(), door);
    }

    /// @throws InvalidSettings if the file can't be used
    static Deployment deployment(Path file) {
        return switch (FleetFile.FILES.read(file)) {
            case SettingsFile.Read<FleetFile>(var fleet) -> {
                Deployment deployment = new Deployment(fleet, Makes.hosts(), Makes.images(), Makes.arrays());
                deployment.unknownMake().ifPresent(sentence -> {
                    throw new InvalidSettings(file + ": " + sentence);
                });
                yield deployment;
            }
            case SettingsFile.Unusable<FleetFile>(var sentence) -> throw new InvalidSettings(sentence);
        };
    }

    /// @param door `HOST:PORT`, or `none`
    /// @throws InvalidSettings if it is no place for a door
    static Optional<DoorSetup> door(String door, Optional<Path> tokenFile) {
        if (door.equals("none")) {
            return Optional.empty();
        }
        NodeAddress at = address("--door", door);
        Optional<String> token = tokenFile.map(Doors::readToken);
        if (token.filter(it -> it.length() < DoorSetup.MIN_TOKEN_CHARACTERS).isPresent()) {
            throw new InvalidSettings("the token is shorter than " + DoorSetup.MIN_TOKEN_CHARACTERS
                    + " characters: write a longer one, such as `openssl rand -hex 32` prints");
        }
        if (token.isEmpty() && !isLoopback(at)) {
            throw new InvalidSettings("a door at " + at + " is beyond loopback and demands a token: add --token-file"
                    + " FILE, or leave --door away");
        }
        return Optional.of(new DoorSetup(at, token, Makes.activities()));
    }

    /// @throws InvalidSettings if it is none
    static NodeAddress address(String option, String text) {
        try {
            return NodeAddress.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSettings(option + ": " + wrong.getMessage());
        }
    }

    /// Is the node until the process ends.
    int live(ProcessSetup setup) {
        try {
            Files.createDirectories(data);
        } catch (IOException unwritable) {
            return refuse("the folder " + data + " can't be made: " + unwritable.getMessage());
        }
        return refuse(NodeMain.live(setup, data.toAbsolutePath()));
    }

    int refuse(String sentence) {
        command.commandLine().getErr().println(sentence);
        return Godwit.INVALID;
    }

    private static boolean isLoopback(NodeAddress address) {
        try {
            return InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new InvalidSettings("--door: there is no address of " + address.host() + ": write an IP address");
        }
    }
}
