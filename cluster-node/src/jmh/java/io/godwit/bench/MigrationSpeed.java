package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.aim;
import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.migration.MigrationReport;
import io.godwit.migration.channel.PageForm;
import io.godwit.migration.precopy.Round;
import io.godwit.node.artery.NodeAddress;
import io.godwit.unit.MemorySize;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// Guests that move from this process to another as fast as both can, and the same bytes over bare TCP, by turns: the
/// whole protocol, with digest and checksums, in a cluster whose heartbeats go on.
final class MigrationSpeed implements Gauge {

    private static final int RUNS = 5;

    /// With two cores for both ends, a run of bytes has what the other leaves it: single ones are 10 % apart.
    private static final int RUNS_OF_BYTES = 9;

    /// A run of bytes is few messages to the compiler: it takes a dozen until all is compiled.
    private static final int WARM_UP_OF_BYTES = 12;

    private static final int WARM_UP_OF_IDENTITIES = 2;
    static final MemorySize OF_BYTES = MemorySize.ofGibibytes(4);
    static final MemorySize OF_IDENTITIES = MemorySize.ofGibibytes(64);

    private int number;

    @Override
    public void measure(Sheet sheet) throws IOException {
        try {
            bytes(sheet);
            identities(sheet);
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted", interrupted);
        }
    }

    /// What one run of bytes came to, each in bytes a nanosecond.
    ///
    /// @param bare the same bytes again and again over bare TCP
    /// @param made pages made for it, over bare TCP
    /// @param moved the memory of a guest
    private record OfBytes(double bare, double made, double moved) {

        double percentOfBare() {
            return 100 * moved / bare;
        }

        double percentOfMade() {
            return 100 * moved / made;
        }
    }

    private void bytes(Sheet sheet) throws IOException, InterruptedException {
        List<OfBytes> runs = new ArrayList<>();
        try (Pair pair = Pair.start(PageForm.BYTES)) {
            for (int run = 0; run < WARM_UP_OF_BYTES + RUNS_OF_BYTES; run++) {
                sheet.progress("pages with their bytes, " + (run + 1) + " of " + (WARM_UP_OF_BYTES + RUNS_OF_BYTES));
                OfBytes came = new OfBytes(
                        rate(BareCopy.send(pair.barePort(), OF_BYTES.bytes(), BareCopy.Piece.SAME)),
                        rate(BareCopy.send(pair.barePort(), OF_BYTES.bytes(), BareCopy.Piece.MADE)),
                        rate(move(pair.end(), OF_BYTES).durationNs()));
                if (run >= WARM_UP_OF_BYTES) {
                    runs.add(came);
                }
            }
            write(runs, sheet);
            sheet.write(Figure.of(
                            "ends that took the other for unreachable meanwhile",
                            pair.unreachable(),
                            "",
                            "heartbeats have connections and threads of their own: none")
                    .against(promise(AT_MOST, 0)));
        }
    }

    private static double rate(long ns) {
        return OF_BYTES.bytes() / (double) ns;
    }

    private static void write(List<OfBytes> runs, Sheet sheet) {
        sheet.write(Figure.of(
                "bytes over bare TCP on loopback",
                median(runs, OfBytes::bare),
                "GB/s",
                "a copy into the kernel and one out of it, on two cores: 3"));
        sheet.write(Figure.of(
                "pages that are made for it, over bare TCP",
                median(runs, OfBytes::made),
                "GB/s",
                "the same, and 0.12 us to make each of 1.3: 2.7"));
        sheet.write(Figure.of(
                "pages with all their bytes, made and compared",
                median(runs, OfBytes::moved),
                "GB/s",
                "the same, and comparing and two checksums of each"));
        sheet.write(Figure.of(
                        "  of what bare TCP had just before, so that making counts",
                        median(runs, OfBytes::percentOfBare),
                        "%",
                        "0.3 us a page for these beside 1.3 for the copy: 80")
                .against(aim(AT_LEAST, 75)));
        sheet.write(Figure.of(
                        "  of what pages that both make had",
                        median(runs, OfBytes::percentOfMade),
                        "%",
                        "0.2 us a page beside 1.4: 85")
                .against(aim(AT_LEAST, 75)));
    }

    private static double median(List<OfBytes> runs, ToDoubleFunction<OfBytes> of) {
        return Samples.median(runs.stream().mapToDouble(of).boxed().toList());
    }

    private void identities(Sheet sheet) throws IOException, InterruptedException {
        List<Double> millions = new ArrayList<>();
        try (Pair pair = Pair.start(PageForm.IDENTITIES)) {
            for (int run = 0; run < WARM_UP_OF_IDENTITIES + RUNS; run++) {
                sheet.progress("pages as identities, " + (run + 1) + " of " + (WARM_UP_OF_IDENTITIES + RUNS));
                Round round = move(pair.end(), OF_IDENTITIES);
                if (run >= WARM_UP_OF_IDENTITIES) {
                    millions.add(1e3 * round.pages() / round.durationNs());
                }
            }
            sheet.write(Figure.of(
                            "pages as identities",
                            Samples.median(millions),
                            "million/s",
                            "eight messages for 256 pages, of 5 us: 6")
                    .against(aim(AT_LEAST, 5)));
        }
        sheet.write(Figure.of(
                        "most heap that lived at the sender while 64 GiB left, over and over",
                        liveHeap() / (double) (1 << 20),
                        "MiB",
                        "128 MiB of pages under way are 256 KiB of identities: what an actor system takes")
                .against(promise(AT_MOST, 64)));
    }

    /// The round in which all pages left.
    private Round move(MigrationEnd end, MemorySize memory) throws InterruptedException {
        MigrationReport report = end.moveAway(++number, memory);
        if (report.outcome() != Outcome.COMMITTED) {
            throw new IllegalStateException(report.toString());
        }
        return report.rounds().getFirst();
    }

    /// After a collection, as most of what is in a heap is waste.
    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    /// This process and the other.
    ///
    /// @param barePort where the other takes bare bytes
    private record Pair(MigrationEnd end, Process peer, BufferedReader said, int barePort) implements AutoCloseable {

        static Pair start(PageForm form) throws IOException {
            NodeAddress here = free();
            NodeAddress there = free();
            MigrationEnd end = new MigrationEnd(new MigrationEnd.Place(here, there, true), form, _ -> {});
            Process peer = new ProcessBuilder(Child.command(MigrationPeer.class, there.toString(), here.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said = peer.inputReader();
            return new Pair(end, peer, said, Integer.parseInt(said.readLine()));
        }

        /// On both sides together.
        int unreachable() throws IOException {
            peer.outputWriter().append('\n').flush();
            return end.unreachable() + Integer.parseInt(said.readLine());
        }

        @Override
        public void close() throws IOException {
            peer.destroy();
            end.close();
        }

        private static NodeAddress free() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return new NodeAddress("127.0.0.1", socket.getLocalPort());
            }
        }
    }
}
