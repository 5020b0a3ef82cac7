package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.Unreachable;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Durations;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Starts, stops, reboots, pauses and resumes one VM, and waits until it is as ordered.
final class VmTurns {

    /// A guest takes its time to shut down and to boot.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_NS = 150_000_000;

    private VmTurns() {}

    @Command(name = "start", description = "Starts a VM that was stopped.", mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {

        @Mixin
        private Turn turn = new Turn();

        @Override
        public Integer call() {
            return turn.take("start", _ -> isRunning());
        }
    }

    @Command(
            name = "stop",
            description = "Ends a VM's guest; it stays ended until `vm start`.",
            mixinStandardHelpOptions = true)
    static final class Stop implements Callable<Integer> {

        @Mixin
        private Turn turn = new Turn();

        @Override
        public Integer call() {
            return turn.take("stop", _ -> vm -> state(vm).equals("stopped"));
        }
    }

    @Command(
            name = "reboot",
            description = "Ends a VM's guest and starts it again on its host, with its memory fresh from the disk.",
            mixinStandardHelpOptions = true)
    static final class Reboot implements Callable<Integer> {

        @Mixin
        private Turn turn = new Turn();

        @Override
        public Integer call() {
            return turn.take("reboot", before -> isRunning().and(vm -> epoch(vm) > epoch(before)));
        }
    }

    @Command(name = "pause", description = "Lets a VM stand still.", mixinStandardHelpOptions = true)
    static final class Pause implements Callable<Integer> {

        @Mixin
        private Turn turn = new Turn();

        @Override
        public Integer call() {
            return turn.take("pause", _ -> vm -> state(vm).equals("paused"));
        }
    }

    @Command(
            name = "resume",
            description = "Lets a VM run again, and starts one anew that ended with its host.",
            mixinStandardHelpOptions = true)
    static final class Resume implements Callable<Integer> {

        @Mixin
        private Turn turn = new Turn();

        @Override
        public Integer call() {
            return turn.take("resume", _ -> isRunning());
        }
    }

    private static Predicate<JsonNode> isRunning() {
        return vm -> state(vm).equals("running");
    }

    private static String state(JsonNode vm) {
        return vm.path("state").asText();
    }

    private static long epoch(JsonNode vm) {
        return vm.path("epoch").asLong();
    }

    /// What they have in common.
    static final class Turn {

        /// What a VM is to come to, by what it was before.
        interface Goal {
            Predicate<JsonNode> from(JsonNode before);
        }

        @Parameters(paramLabel = "VM", description = "its name")
        private String vm = "";

        @Option(names = "--no-wait", description = "return when the fleet has taken the order")
        private boolean noWait;

        @Mixin
        private Reach reach = new Reach();

        int take(String verb, Goal goal) {
            String path = "/v1/vms/" + Names.inPath(vm);
            return reach.with(client -> {
                Answer before = client.get(path);
                if (!before.isGood()) {
                    return reach.refused(before);
                }
                Answer answer = client.call("POST", path + "/" + verb, Optional.empty(), VmCommand.PATIENCE);
                if (!answer.isGood() || noWait) {
                    return reach.told(
                            answer, body -> reach.print(body.path("done").asText()));
                }
                return await(client, path, verb.equals("stop"), goal.from(before.body()));
            });
        }

        private int await(DoorClient client, String path, boolean stops, Predicate<JsonNode> goal) {
            MonotonicTimeline clock = MonotonicTimeline.startingNow();
            while (true) {
                Answer now = client.get(path);
                if (!now.isGood()) {
                    throw new Unreachable("ordered, but it can't be told what became of it: " + now.error());
                }
                boolean done = goal.test(now.body());
                if (!stops && state(now.body()).equals("stopped")) {
                    tell(now);
                    reach.err().println(undone(now.body()));
                    return Reach.REFUSED;
                }
                if (done || clock.now() >= PATIENCE.toNanos()) {
                    tell(now);
                    if (!done) {
                        reach.err()
                                .println("not done after " + Durations.format(PATIENCE) + ": `godwit events` says why");
                    }
                    return done ? 0 : Reach.REFUSED;
                }
                LockSupport.parkNanos(LOOK_NS);
            }
        }

        /// A VM that was to run is stopped when what it needs was lost meanwhile.
        private String undone(JsonNode now) {
            boolean isDiskGone = now.path("disk").asText().equals(VmSpec.LOCAL_DISK) && !now.hasNonNull("home");
            return vm + " is stopped again: "
                    + (isDiskGone
                            ? "its disk was lost with its host, and nobody starts an empty one unasked"
                                    + " (`godwit vm start " + vm + "` does)"
                            : "`godwit events` says why");
        }

        private void tell(Answer now) {
            if (reach.isJson()) {
                reach.print(now.text());
            } else {
                VmTable.lines(List.of(now.body())).forEach(reach::print);
            }
        }
    }
}
