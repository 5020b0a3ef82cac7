package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;

/// A linearizable question to the registry: the answer holds after the moment it was asked.
public sealed interface RegistryQuery {

    /// Does the leader still lead? The cheapest linearizable read: a source asks it before it pauses a guest.
    record Ping() implements RegistryQuery {}

    record OneVm(VmId vm) implements RegistryQuery {}

    /// The VMs that a host owns, assigned or running.
    record VmsOf(HostId host) implements RegistryQuery {}

    record Everything() implements RegistryQuery {}
}
