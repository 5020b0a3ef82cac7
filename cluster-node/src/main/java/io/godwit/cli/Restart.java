package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.client.DoorClient;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits until a VM that was moved without its memory runs where it was sent, if it is to run at once.
record Restart(Reach reach, DoorClient client, String vm) {

    /// A guest takes its time to shut down and to boot.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_NS = 150_000_000;

    /// Of its last guest.
    long epoch() {
        return record().path("epoch").asLong();
    }

    /// @param order what the fleet answered
    /// @param before the epoch of the guest that ends
    int await(JsonNode order, long before) {
        if (reach.isJson() && !order.path("restarts").asBoolean()) {
            reach.print(order.toString());
            return 0;
        }
        if (!reach.isJson()) {
            reach.print(order.path("done").asText());
        }
        return order.path("restarts").asBoolean() ? await(order.path("home").asText(), before) : 0;
    }

    private int await(String home, long before) {
        MonotonicTimeline clock = MonotonicTimeline.startingNow();
        while (clock.now() < PATIENCE.toNanos()) {
            JsonNode now = record();
            String state = now.path("state").asText();
            if (now.path("epoch").asLong() > before && state.equals("running")) {
                return tell(now, home);
            }
            if (state.equals("stopped")) {
                reach.err().println(vm + " was stopped meanwhile, and starts on " + home + " next");
                return Reach.REFUSED;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        reach.err().println("not done after " + Durations.format(PATIENCE) + ": `godwit events` says why");
        return Reach.REFUSED;
    }

    private int tell(JsonNode now, String home) {
        String host = now.path("host").asText();
        boolean isThere = host.equals(home);
        if (reach.isJson()) {
            reach.print(now.toString());
        } else {
            reach.print(vm + " runs on " + host + " now, without what it had in memory"
                    + (isThere ? "" : ": " + home + " did not take it"));
        }
        return isThere ? 0 : Reach.REFUSED;
    }

    private JsonNode record() {
        return client.get("/v1/vms/" + Names.inPath(vm)).body();
    }
}
