package io.godwit.host;

/// What can be asked about a host as a whole.
public enum HostTopic {
    /// Where each of its frames went, see [HostMemory].
    MEMORY,
    /// Who has its cores and who waits for them, see [HostCpu].
    CPU,
    /// How long vCPUs that woke waited until they ran: the same insight, asked for that part of it.
    LATENCY,
    /// What passed its switch, see [HostSwitch].
    SWITCH
}
