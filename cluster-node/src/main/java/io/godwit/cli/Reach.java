package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.Doors;
import io.godwit.client.Rendezvous;
import io.godwit.client.Unreachable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How a command reaches a fleet and says what came of it: the options and exit codes that all of them share.
final class Reach {

    /// What the fleet refused.
    static final int REFUSED = 1;

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int BUG = 500;

    @Option(
            names = "--door",
            paramLabel = "URL",
            description = "a door of the fleet, or several with commas (default: GODWIT_DOOR, or the fleet of `up`)")
    private Optional<String> door = Optional.empty();

    @Option(names = "--token-file", paramLabel = "FILE", description = "what doors beyond loopback demand")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--json", description = "print JSON, for programs")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    void print(String line) {
        out().println(line);
        out().flush();
    }

    /// Does something with a fleet; a fleet that can't be asked is told in a sentence.
    int with(ToIntFunction<DoorClient> work) {
        try (DoorClient client = new DoorClient(Doors.find(door, tokenFile, Rendezvous.ofThisUser()))) {
            return work.applyAsInt(client);
        } catch (Unreachable nobody) {
            err().println(nobody.getMessage());
            return Godwit.INVALID;
        }
    }

    /// Asks for something and shows it.
    int show(String path, Consumer<JsonNode> people) {
        return with(client -> told(client.get(path), people));
    }

    /// Orders something and says what is done.
    int order(String method, String path, Duration patience) {
        return with(client -> told(
                client.call(method, path, Optional.empty(), patience),
                body -> print(body.path("done").asText())));
    }

    /// Orders something about a VM and says what is done.
    int order(String vm, String verb, ObjectNode form) {
        return post("/v1/vms/" + Names.inPath(vm) + "/" + verb, form);
    }

    /// Orders something and says what is done.
    int post(String path, ObjectNode form) {
        return with(client -> told(
                client.call("POST", path, Optional.of(form), VmCommand.PATIENCE),
                body -> print(body.path("done").asText())));
    }

    /// Shows an answer, or why there is none.
    int told(Answer answer, Consumer<JsonNode> people) {
        if (!answer.isGood()) {
            return refused(answer);
        }
        if (json) {
            print(answer.text());
        } else {
            people.accept(answer.body());
        }
        return 0;
    }

    int refused(Answer answer) {
        if (json) {
            print(answer.text());
        }
        err().println(answer.error());
        return switch (answer.status()) {
            case CONFLICT, NOT_FOUND -> REFUSED;
            case BUG -> Godwit.BROKEN;
            default -> Godwit.INVALID;
        };
    }
}
