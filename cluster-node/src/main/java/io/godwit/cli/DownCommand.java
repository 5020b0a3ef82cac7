package io.godwit.cli;

import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.Unreachable;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Ends the fleet of `godwit up`, and waits until it is gone.
@Command(name = "down", description = "Ends the fleet of `up`; nothing of it is left.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    private static final long LOOK_NS = 100_000_000;
    private static final int MAX_LOOKS = 300;

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.with(client -> {
            Answer answer = client.call("POST", "/v1/down", Optional.empty(), VmCommand.PATIENCE);
            if (!answer.isGood()) {
                return reach.refused(answer);
            }
            if (!isGone(client)) {
                reach.err().println("the fleet still answers: look at what `godwit up` says");
                return Reach.REFUSED;
            }
            reach.print(reach.isJson() ? answer.text() : "the fleet has ended");
            return 0;
        });
    }

    private static boolean isGone(DoorClient client) {
        for (int look = 0; look < MAX_LOOKS; look++) {
            try {
                client.get("/v1/hosts/none");
            } catch (Unreachable gone) {
                return true;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        return false;
    }
}
