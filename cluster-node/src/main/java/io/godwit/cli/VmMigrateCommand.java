package io.godwit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Moves a VM, and tells its rounds and its end.
@Command(
        name = "migrate",
        description = "Moves a VM while it runs, or one that was stopped, and waits for the end of that.",
        mixinStandardHelpOptions = true)
final class VmMigrateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "VM", description = "its name")
    private String vm = "";

    @Option(names = "--to", paramLabel = "HOST", description = "default: the fleet chooses")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "pre-copy, suspend-and-copy, post-copy or hybrid; of a container freeze-and-copy or restart; of"
                            + " one that was stopped cold; default: the fleet's, or the container's best")
    private Optional<String> mode = Optional.empty();

    @Option(names = "--downtime-limit", paramLabel = "TIME", description = "such as 300ms; default: the fleet's")
    private Optional<String> downtimeLimit = Optional.empty();

    @Option(names = "--max-rounds", paramLabel = "N", description = "default: the fleet's")
    private Optional<Integer> maxRounds = Optional.empty();

    @Option(
            names = "--stop",
            paramLabel = "RULE",
            description = "downtime-limit, xen, xen-4-5, adaptive-rate or fixed-rounds; default: the fleet's")
    private Optional<String> stop = Optional.empty();

    @Option(names = "--bandwidth", paramLabel = "RATE", description = "takes no more of the link, such as 1Gbit")
    private Optional<String> bandwidth = Optional.empty();

    @Mixin
    private HelpOptions help = new HelpOptions();

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            description = "if it must wait for its turn: high, normal (the default) or low")
    private Optional<String> priority = Optional.empty();

    @Option(
            names = "--predict",
            description = "moves nothing, and says what that would take by what the guest writes now; exit code 1 if it"
                    + " does not converge")
    private boolean predict;

    @Option(names = "--no-wait", description = "return when the fleet has taken the order")
    private boolean noWait;

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        if (predict) {
            return reach.with(this::predict);
        }
        return reach.with(client -> noWait
                ? reach.told(
                        order(client), body -> reach.print(body.path("done").asText()))
                : migrate(client));
    }

    private int migrate(DoorClient client) {
        try (Watch watch = Watch.open(client)) {
            Restart restart = new Restart(reach, client, vm);
            long epoch = restart.epoch();
            Answer answer = order(client);
            if (!answer.isGood()) {
                return reach.refused(answer);
            }
            if (answer.body().has("home")) {
                return restart.await(answer.body(), epoch);
            }
            Optional<String> id =
                    Optional.ofNullable(answer.body().path("migrations").path(0).textValue());
            if (id.isEmpty() && !reach.isJson()) {
                reach.print(answer.body().path("done").asText());
            }
            return id.or(() -> new Turn(reach, client, vm).await(watch))
                    .map(it -> new Course(reach, client, vm, it).follow(watch))
                    .orElse(Reach.REFUSED);
        }
    }

    private int predict(DoorClient client) {
        Answer answer = post(client, "predict");
        int told = reach.told(answer, body -> {
            PredictionText.grounds(body).forEach(reach::print);
            PredictionText.lines(body).forEach(reach::print);
        });
        return answer.isGood() && !answer.body().path("converges").asBoolean() ? Reach.REFUSED : told;
    }

    private Answer order(DoorClient client) {
        return post(client, "migrate");
    }

    private Answer post(DoorClient client, String verb) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        to.ifPresent(it -> form.put("to", it));
        priority.ifPresent(it -> form.put("priority", it));
        mode.ifPresent(it -> form.put("mode", it));
        stop.ifPresent(it -> form.put("stop", it));
        bandwidth.ifPresent(it -> form.put("bandwidth", it));
        help.addTo(form);
        downtimeLimit.ifPresent(it -> form.put("downtimeLimit", it));
        maxRounds.ifPresent(it -> form.put("maxRounds", it));
        return client.call("POST", "/v1/vms/" + Names.inPath(vm) + "/" + verb, Optional.of(form), VmCommand.PATIENCE);
    }
}
