package io.godwit.drill.play;

import io.godwit.guest.LedgerClient;
import io.godwit.guest.LedgerRecord;
import io.godwit.history.LedgerEvent;
import io.godwit.history.Recorder;
import io.godwit.identity.VmId;
import io.godwit.network.EdgeSwitch;
import io.godwit.network.NetworkWire.WriteAnswer;
import io.godwit.network.NetworkWire.WriteRequest;
import io.godwit.time.Timeline;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// A client outside the fleet: it writes to one guest, and remembers what was acknowledged, whatever the fleet says of
/// itself.
final class LedgerProbe {

    sealed interface Command {}

    /// Sends nothing new, but repeats what is unanswered.
    record StopSending() implements Command {}

    record Tell(ActorRef<Findings> replyTo) implements Command {}

    private record Poll() implements Command {}

    private record Arrived(EdgeSwitch.Arrived frame) implements Command {}

    /// @param outstanding writes that are not answered
    record Findings(VmId vm, LedgerRecord record, int outstanding) {}

    /// What a probe works with.
    ///
    /// @param vlan the virtual LAN of the VM, and so of its client
    record Line(VmId vm, int vlan, ActorRef<EdgeSwitch.Command> edge, Timeline timeline, Recorder recorder) {}

    private final Line line;
    private final LedgerClient client;
    private final TimerScheduler<Command> timers;

    private LedgerProbe(Line line, LedgerClient client, TimerScheduler<Command> timers) {
        this.line = line;
        this.client = client;
        this.timers = timers;
    }

    static Behavior<Command> create(Line line, LedgerClient client) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            line.edge()
                    .tell(new EdgeSwitch.Attach(
                            LedgerClient.nameOf(line.vm()),
                            line.vlan(),
                            context.messageAdapter(EdgeSwitch.Arrived.class, Arrived::new)));
            var probe = new LedgerProbe(line, client, timers);
            probe.poll();
            return probe.probing();
        }));
    }

    private Behavior<Command> probing() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Poll() -> {}
                case StopSending() -> client.stopSending();
                case Tell(var replyTo) -> replyTo.tell(new Findings(line.vm(), client.record(), client.outstanding()));
                case Arrived(var frame) -> arrived(frame);
            }
            poll();
            return Behaviors.same();
        });
    }

    private void arrived(EdgeSwitch.Arrived frame) {
        // A clone answers what its source was asked and had not answered yet: it comes from another address.
        if (!(frame.payload() instanceof WriteAnswer answer) || !frame.vm().equals(line.vm())) {
            return;
        }
        switch (client.answered(line.timeline().now(), answer.number(), answer.epoch())) {
            case LedgerClient.Acknowledged done ->
                line.recorder()
                        .record(new LedgerEvent.Acknowledged(line.vm(), done.number(), done.epoch(), done.latencyNs()));
            case LedgerClient.Refused old ->
                line.recorder()
                        .record(new LedgerEvent.AnswerRefused(line.vm(), old.number(), old.epoch(), old.newest()));
            case LedgerClient.Ignored _ -> {}
        }
    }

    private void poll() {
        var now = line.timeline().now();
        client.poll(now, this::send);
        client.nextPollNs()
                .ifPresentOrElse(
                        next -> timers.startSingleTimer(
                                Poll.class, new Poll(), Duration.ofNanos(Math.max(0, next - now))),
                        () -> timers.cancel(Poll.class));
    }

    private void send(long number, long value, boolean first) {
        if (first) {
            line.recorder().record(new LedgerEvent.Sent(line.vm(), number));
        }
        line.edge()
                .tell(new EdgeSwitch.Send(
                        line.vm(), new WriteRequest(LedgerClient.nameOf(line.vm()), number, value, client.settled())));
    }
}
