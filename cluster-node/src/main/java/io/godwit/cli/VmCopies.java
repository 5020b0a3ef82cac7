package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.Unreachable;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a VM as it is at one instant: as clones, or under a name that it can go back to.
final class VmCopies {

    /// A guest stands still for two seconds at most, a restart takes seconds; a memory goes at its disk's speed.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final long LOOK_NS = 150_000_000;

    private VmCopies() {}

    @Command(
            name = "clone",
            description = "Makes VMs that have the memory and the disk of another, as it is at one instant.",
            mixinStandardHelpOptions = true)
    static final class Clone implements Callable<Integer> {

        @Parameters(paramLabel = "VM", description = "its name")
        private String vm = "";

        @Option(names = "--as", paramLabel = "NAME", description = "of the clone", required = true)
        private String as = "";

        @Option(names = "--count", paramLabel = "N", description = "so many, NAME-1, NAME-2, ...")
        private Optional<Integer> count = Optional.empty();

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            ObjectNode form = JsonNodeFactory.instance.objectNode().put("as", as);
            count.ifPresent(it -> form.put("count", it));
            return reach.with(client -> new Copying(reach, client, vm).take("clone", form));
        }
    }

    @Command(
            name = "snapshot",
            description = "Keeps a VM's disk as it is, under a name that the VM can go back to.",
            mixinStandardHelpOptions = true)
    static final class Snapshot implements Callable<Integer> {

        @Parameters(paramLabel = "VM", description = "its name")
        private String vm = "";

        @Option(names = "--as", paramLabel = "NAME", description = "of the snapshot", required = true)
        private String as = "";

        @Option(names = "--memory", description = "with what its guest has in memory, so that it goes on from there")
        private boolean memory;

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            ObjectNode form = JsonNodeFactory.instance.objectNode().put("as", as);
            if (memory) {
                form.put("memory", true);
            }
            return reach.with(client -> new Copying(reach, client, vm).take("snapshot", form));
        }
    }

    @Command(
            name = "snapshots",
            description = "Lists a VM's snapshots, and what each of them outlives.",
            mixinStandardHelpOptions = true)
    static final class Snapshots implements Callable<Integer> {

        @Parameters(paramLabel = "VM", description = "its name")
        private String vm = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.show("/v1/vms/" + Names.inPath(vm), body -> {
                Table table = new Table("SNAPSHOT", "EPOCH", "WRITES", "DISK", "MEMORY", "SURVIVES");
                for (JsonNode each : body.path("copies").path("snapshots")) {
                    table.row(
                            each.path("name").asText(),
                            each.path("epoch").asText(),
                            each.path("writes").asText(),
                            each.path("disk").asText(),
                            each.path("memory").asText("none"),
                            each.path("survives").asText());
                }
                table.lines().forEach(reach::print);
            });
        }
    }

    @Command(
            name = "snapshot-delete",
            description = "Forgets a snapshot. Clones and restored VMs keep what they have.",
            mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "VM", description = "its name")
        private String vm = "";

        @Parameters(index = "1", paramLabel = "SNAPSHOT", description = "its name")
        private String snapshot = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            String path = "/v1/vms/" + Names.inPath(vm) + "/snapshots/" + Names.inPath(snapshot);
            return reach.order("DELETE", path, VmCommand.PATIENCE);
        }
    }

    @Command(
            name = "restore",
            description =
                    "Lets a VM's disk go back to a snapshot: what was written since is undone, and its guest starts"
                            + " again in a new epoch.",
            mixinStandardHelpOptions = true)
    static final class Restore implements Callable<Integer> {

        @Parameters(paramLabel = "VM", description = "its name")
        private String vm = "";

        @Option(names = "--to", paramLabel = "SNAPSHOT", description = "its name", required = true)
        private String to = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            ObjectNode form = JsonNodeFactory.instance.objectNode().put("to", to);
            return reach.with(client -> new Copying(reach, client, vm).restore(form));
        }
    }

    /// Orders something about copies of a VM, and waits for the end of it.
    private record Copying(Reach reach, DoorClient client, String vm) {

        int take(String verb, ObjectNode form) {
            return order(verb, form, before -> now -> isNew(before, now), now -> {
                JsonNode last = now.path("copies").path("last");
                if (last.has("failed")) {
                    reach.err()
                            .println("nothing was taken of " + vm + ": "
                                    + last.path("failed").asText());
                    return Reach.REFUSED;
                }
                reach.print(last.path("copy").asText() + " is taken of " + vm + "; its guest stood still for "
                        + Durations.brieflyNs(last.path("stunNs").asLong()) + ", all took "
                        + Durations.brieflyNs(last.path("tookNs").asLong()));
                return 0;
            });
        }

        int restore(ObjectNode form) {
            return order(
                    "restore",
                    form,
                    before -> now -> now.path("state").asText().equals("running")
                            && now.path("epoch").asLong() > before.path("epoch").asLong(),
                    now -> {
                        reach.print(vm + " runs again from " + form.path("to").asText() + ", epoch "
                                + now.path("epoch").asText());
                        return 0;
                    });
        }

        private static boolean isNew(JsonNode before, JsonNode now) {
            JsonNode last = now.path("copies").path("last");
            return !now.path("copies").has("making")
                    && !last.isMissingNode()
                    && !last.equals(before.path("copies").path("last"));
        }

        private interface Goal {
            Predicate<JsonNode> from(JsonNode before);
        }

        private interface End {
            int tell(JsonNode now);
        }

        private int order(String verb, ObjectNode form, Goal goal, End end) {
            String path = "/v1/vms/" + Names.inPath(vm);
            Answer before = client.get(path);
            if (!before.isGood()) {
                return reach.refused(before);
            }
            Answer answer = client.call("POST", path + "/" + verb, Optional.of(form), VmCommand.PATIENCE);
            if (!answer.isGood()) {
                return reach.refused(answer);
            }
            Predicate<JsonNode> reached = goal.from(before.body());
            MonotonicTimeline clock = MonotonicTimeline.startingNow();
            while (clock.now() < PATIENCE.toNanos()) {
                Answer now = client.get(path);
                if (!now.isGood()) {
                    throw new Unreachable("ordered, but it can't be told what became of it: " + now.error());
                }
                if (reached.test(now.body())) {
                    if (reach.isJson()) {
                        reach.print(now.text());
                    }
                    return end.tell(now.body());
                }
                LockSupport.parkNanos(LOOK_NS);
            }
            reach.err().println("not done after " + Durations.format(PATIENCE) + ": `godwit events` says why");
            return Reach.REFUSED;
        }
    }
}
