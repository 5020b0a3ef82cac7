package io.godwit.time;

import com.typesafe.config.Config;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;

/// Makes the dispatcher of a virtual node. Pekko makes it by name, once for each dispatcher in the configuration.
public final class VirtualDispatcherConfigurator extends MessageDispatcherConfigurator {

    private final VirtualDispatcher dispatcher;

    public VirtualDispatcherConfigurator(Config config, DispatcherPrerequisites prerequisites) {
        super(config, prerequisites);
        if (!(prerequisites.scheduler() instanceof VirtualScheduler scheduler)) {
            throw new IllegalStateException("a virtual dispatcher needs the virtual scheduler");
        }
        this.dispatcher = new VirtualDispatcher(this, config.getString("id"), scheduler.node());
    }

    @Override
    public MessageDispatcher dispatcher() {
        return dispatcher;
    }
}
