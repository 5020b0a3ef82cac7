package io.godwit.migration.channel;

import java.net.InetSocketAddress;

/// Where a node takes pages, as others reach it: a relay may stand between.
public record ChannelAddress(String host, int port) {

    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
