package io.godwit.node.artery;

import io.godwit.unit.Excerpt;

/// Where a process can be reached, or binds.
public record NodeAddress(String host, int port) {

    private static final int MAX_PORT = 65_535;

    public NodeAddress {
        if (host.isBlank() || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "'" + Excerpt.of(host) + ":" + port + "' is no address: write it as HOST:PORT");
        }
    }

    /// @throws IllegalArgumentException with a sentence for people if the text is no `HOST:PORT`
    public static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (!text.matches("[^\\s/]+:\\d{1,5}")) {
            throw new IllegalArgumentException("'" + Excerpt.of(text) + "' is no address: write it as HOST:PORT");
        }
        return new NodeAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
