package io.godwit.host;

/// Answers what is asked about the host as a whole.
final class InsightDesk {

    private final HostState state;
    private final MemoryDesk memory;

    InsightDesk(HostState state, MemoryDesk memory) {
        this.state = state;
        this.memory = memory;
    }

    void inspect(Lifecycle.InspectHost question, long nowNs) {
        switch (question.topic()) {
            case MEMORY -> memory.tellWhenSettled(question);
            case CPU, LATENCY ->
                question.replyTo()
                        .tell(new Lifecycle.Inspected(question.question(), new CpuInspector(state).look(nowNs)));
        }
    }
}
