package io.godwit.host;

import io.godwit.network.VirtualSwitch;
import java.util.ArrayDeque;
import java.util.Queue;

/// Answers what is asked about the host as a whole.
final class InsightDesk {

    private final HostState state;
    private final MemoryDesk memory;
    private final NetworkDesk network;

    /// Those who wait for the switch, the oldest first: it answers in order.
    private final Queue<Lifecycle.InspectHost> ofSwitch = new ArrayDeque<>();

    InsightDesk(HostState state, MemoryDesk memory, NetworkDesk network) {
        this.state = state;
        this.memory = memory;
        this.network = network;
    }

    void inspect(Lifecycle.InspectHost question, long nowNs) {
        switch (question.topic()) {
            case MEMORY ->
                memory.whenSettled(() -> question.replyTo()
                        .tell(new Lifecycle.Inspected(question.question(), new MemoryInspector(state).look())));
            case CPU, LATENCY ->
                question.replyTo()
                        .tell(new Lifecycle.Inspected(question.question(), new CpuInspector(state).look(nowNs)));
            case SWITCH -> askSwitch(question);
        }
    }

    private void askSwitch(Lifecycle.InspectHost question) {
        if (network.show()) {
            ofSwitch.add(question);
        } else {
            question.replyTo().tell(new Lifecycle.Inspected(question.question(), SwitchInspector.none(state.host())));
        }
    }

    /// The switch has answered.
    void shown(VirtualSwitch.Shown shown, long nowNs) {
        Lifecycle.InspectHost question = ofSwitch.remove();
        question.replyTo()
                .tell(new Lifecycle.Inspected(
                        question.question(), SwitchInspector.inspect(state.host(), shown, nowNs)));
    }
}
