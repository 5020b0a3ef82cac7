package io.godwit.drill;

import io.godwit.identity.HostId;

/// The host that a step is about.
public sealed interface HostChoice {

    record Named(HostId host) implements HostChoice {

        @Override
        public String toString() {
            return "host " + host;
        }
    }

    /// One that carries VMs and is up when the step comes; the seed decides which.
    record Any(Area area) implements HostChoice {

        @Override
        public String toString() {
            return "any host in " + area;
        }
    }
}
