package io.godwit.door;

import io.godwit.host.HostCpu;
import io.godwit.host.HostInsight;
import io.godwit.host.HostMemory;
import io.godwit.host.HostSwitch;
import io.godwit.host.HostTopic;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.InsightWire;
import io.godwit.recovery.Orders;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Asks hosts about themselves for a door. Mutable, and owned by the [Door].
final class HostCalls {

    private static final int CONFLICT = 409;

    /// @param soFar what has come of the answer
    private record Waiting(HostTopic topic, Optional<HostInsight> soFar, CompletableFuture<Reply> reply) {}

    private final Link link;
    private final Map<Long, Waiting> waiting = new TreeMap<>();
    private long last;

    HostCalls(Link link) {
        this.link = link;
    }

    /// Asks the host. A request that nobody answers is given up with its errand.
    void ask(Request.InspectHost question, Shown shown, CompletableFuture<Reply> reply) {
        waiting.values().removeIf(each -> each.reply().isDone());
        FleetView fleet = new FleetView(shown.view());
        Optional<HostRecord> host = fleet.host(question.host());
        if (host.isEmpty()) {
            reply.complete(Reply.refused(404, "there is no host " + question.host() + ": `godwit hosts` lists them"));
            return;
        }
        if (fleet.node(host.get().node()).filter(NodeRecord::lost).isPresent()) {
            reply.complete(Reply.refused(
                    CONFLICT, question.host() + " is lost: start its process again, or ask another host"));
            return;
        }
        waiting.put(++last, new Waiting(question.topic(), Optional.empty(), reply));
        link.send(
                Orders.SERVICE,
                new Endpoint(host.get().node(), InsightWire.SERVICE),
                new InsightWire.Ask(last, question.host(), question.topic()));
    }

    void came(InsightWire answer) {
        switch (answer) {
            case InsightWire.Told(var request, var part) -> told(request, part);
            case InsightWire.Dark(var request, var host) -> {
                Waiting asked = waiting.remove(request);
                if (asked != null) {
                    asked.reply()
                            .complete(Reply.refused(CONFLICT, host + " has no power: power it on, or ask another"));
                }
            }
            case InsightWire.Ask _ -> {} // asked of hosts, not of doors
        }
    }

    private void told(long request, HostInsight part) {
        Waiting asked = waiting.get(request);
        if (asked == null) {
            return;
        }
        HostInsight soFar = asked.soFar().map(before -> before.with(part)).orElse(part);
        if (soFar.isWhole()) {
            waiting.remove(request);
            asked.reply().complete(reply(asked.topic(), soFar));
        } else {
            waiting.put(request, new Waiting(asked.topic(), Optional.of(soFar), asked.reply()));
        }
    }

    private static Reply reply(HostTopic topic, HostInsight insight) {
        return switch (insight) {
            case HostMemory memory -> new Reply(200, HostMemoryBody.of(memory));
            case HostSwitch it -> new Reply(200, HostSwitchBody.of(it));
            case HostCpu cpu -> topic == HostTopic.LATENCY ? HostCpuBody.latency(cpu) : HostCpuBody.of(cpu);
        };
    }
}
