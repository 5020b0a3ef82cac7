package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Lists what moves and how far it is, what waits for its turn to, and what moved last.
@Command(
        name = "migrations",
        description = "Lists VMs that move, with how far they are, those that wait for their turn to, and how the last"
                + " migrations ended.",
        mixinStandardHelpOptions = true)
final class MigrationsCommand implements Callable<Integer> {

    static final String PATH = "/v1/migrations";

    private static final long LOOK_NS = 500_000_000;

    @Option(names = "--follow", description = "go on until nothing moves and nothing waits")
    private boolean follow;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "10",
            description = "so many of those that have ended (default: ${DEFAULT-VALUE})")
    private int last;

    @Mixin
    private Reach reach = new Reach();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() {
        if (last < 0) {
            throw new ParameterException(command.commandLine(), "--last: " + last + " is below 0: write how many");
        }
        return reach.with(client -> follow ? follow(client) : reach.told(client.get(PATH), this::print));
    }

    private int follow(DoorClient client) {
        while (true) {
            Answer answer = client.get(PATH);
            int told = reach.told(answer, this::print);
            if (told != 0 || isQuiet(answer.body())) {
                return told;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private static boolean isQuiet(JsonNode body) {
        return body.path("migrations").isEmpty();
    }

    private void print(JsonNode body) {
        List<String> lines = MigrationTable.lines(body.path("migrations"));
        (lines.isEmpty() ? List.of("nothing moves, and nothing waits for its turn to") : lines).forEach(reach::print);
        if (!follow || isQuiet(body)) {
            printPast(body);
        }
    }

    private void printPast(JsonNode body) {
        List<String> past =
                PastTable.lines(body.path("ended").valueStream().limit(last).toList());
        if (!past.isEmpty()) {
            reach.print("");
        }
        past.forEach(reach::print);
        List<String> silent =
                body.path("silent").valueStream().map(JsonNode::asText).toList();
        if (!silent.isEmpty()) {
            reach.err().println("silent, so that what ended there is missing: " + String.join(", ", silent));
        }
    }
}
