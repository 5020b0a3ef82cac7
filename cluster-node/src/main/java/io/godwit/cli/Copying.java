package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.Unreachable;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Orders something about copies of a VM, and waits for the end of it.
record Copying(Reach reach, DoorClient client, String vm) {

    /// A guest stands still for two seconds at most, a restart takes seconds; a memory goes at its disk's speed.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final long LOOK_NS = 150_000_000;

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
        String to = form.path("to").asText();
        return order("restore", form, before -> now -> wentBack(before, now), now -> {
            reach.print(vm
                    + switch (now.path("state").asText()) {
                        case "stopped" -> " goes back to " + to + " when it starts";
                        case "paused" -> " went back to " + to + " and is paused, epoch " + epoch(now);
                        default -> " runs again from " + to + ", epoch " + epoch(now);
                    });
            return 0;
        });
    }

    /// One that was paused stays so, and one that was stopped has nothing to end.
    private static boolean wentBack(JsonNode before, JsonNode now) {
        return switch (now.path("state").asText()) {
            case "running", "paused" -> epoch(now) > epoch(before);
            case "stopped" -> true;
            default -> false;
        };
    }

    private static long epoch(JsonNode vm) {
        return vm.path("epoch").asLong();
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
