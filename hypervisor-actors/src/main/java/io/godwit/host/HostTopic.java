package io.godwit.host;

/// What can be asked about a host as a whole.
public enum HostTopic {
    /// Where each of its frames went, see [HostMemory].
    MEMORY
}
