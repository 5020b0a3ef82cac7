package io.godwit.node.artery;

/// Where a process can be reached, or binds.
public record NodeAddress(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
