package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists what moves and how far it is, and what waits for its turn to.
@Command(
        name = "migrations",
        description = "Lists VMs that move, with how far they are, and those that wait for their turn to.",
        mixinStandardHelpOptions = true)
final class MigrationsCommand implements Callable<Integer> {

    static final String PATH = "/v1/migrations";

    private static final long LOOK_NS = 500_000_000;

    @Option(names = "--follow", description = "go on until nothing moves and nothing waits")
    private boolean follow;

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.with(client -> follow ? follow(client) : reach.told(client.get(PATH), this::print));
    }

    private int follow(DoorClient client) {
        while (true) {
            Answer answer = client.get(PATH);
            int told = reach.told(answer, this::print);
            if (told != 0 || answer.body().path("migrations").isEmpty()) {
                return told;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private void print(JsonNode body) {
        List<String> lines = MigrationTable.lines(body.path("migrations"));
        (lines.isEmpty() ? List.of("nothing moves, and nothing waits for its turn to") : lines).forEach(reach::print);
    }
}
