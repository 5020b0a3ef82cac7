package io.godwit.host;

/// Answers what is asked about the host as a whole.
final class InsightDesk {

    private final MemoryDesk memory;

    InsightDesk(MemoryDesk memory) {
        this.memory = memory;
    }

    void inspect(Lifecycle.InspectHost question) {
        switch (question.topic()) {
            case MEMORY -> memory.tellWhenSettled(question);
        }
    }
}
