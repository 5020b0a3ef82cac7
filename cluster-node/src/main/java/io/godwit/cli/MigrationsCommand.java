package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists what moves, and what waits for its turn to.
@Command(
        name = "migrations",
        description = "Lists VMs that move, and those that wait for their turn to.",
        mixinStandardHelpOptions = true)
final class MigrationsCommand implements Callable<Integer> {

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.show("/v1/migrations", body -> {
            if (body.path("migrations").isEmpty()) {
                reach.print("nothing moves, and nothing waits for its turn to");
            } else {
                print(body.path("migrations"));
            }
        });
    }

    private void print(JsonNode migrations) {
        Table table = new Table("VM", "STATE", "FROM", "TO", "PRIORITY");
        for (JsonNode move : migrations) {
            table.row(
                    move.path("vm").asText(),
                    move.path("state").asText(),
                    move.path("from").asText("-"),
                    move.path("to").asText("any"),
                    move.path("priority").asText("-"));
        }
        table.lines().forEach(reach::print);
    }
}
