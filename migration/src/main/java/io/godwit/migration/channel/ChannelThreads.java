package io.godwit.migration.channel;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The threads of a node's page connections in one direction, so that all can be ended. A thread that is interrupted
/// while it reads or writes closes its connection.
final class ChannelThreads {

    private final Set<Thread> threads = Collections.synchronizedSet(new LinkedHashSet<>());

    void start(String name, Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }

    int size() {
        return threads.size();
    }

    void interrupt() {
        List.copyOf(threads).forEach(Thread::interrupt);
    }
}
