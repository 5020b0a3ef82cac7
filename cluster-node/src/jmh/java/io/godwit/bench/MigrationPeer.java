package io.godwit.bench;

import io.godwit.migration.channel.PageForm;
import io.godwit.node.artery.NodeAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;

/// The process that guests move to, and bare bytes. It ends when its standard input does.
final class MigrationPeer {

    private MigrationPeer() {}

    /// @param arguments its own address, and that of the source
    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                BareCopy.serve(server);
            } catch (IOException _) {
                // The benchmark has ended.
            }
        });
        MigrationEnd.Place place =
                new MigrationEnd.Place(NodeAddress.parse(arguments[0]), NodeAddress.parse(arguments[1]), false);
        try (MigrationEnd end = new MigrationEnd(place, PageForm.IDENTITIES, _ -> {});
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println(server.socket().getLocalPort());
            while (in.readLine() != null) {
                out.println(end.unreachable());
            }
        }
        System.exit(0);
    }
}
