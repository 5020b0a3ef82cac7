package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/// The drill `soak.yaml` on processes, as a person would play it: a thousand migrations, eight in flight, while hosts
/// are killed. What the processes hold that are never killed is looked at all the while; its report is left in
/// `reports/soak`.
final class Soak implements Gauge {

    private static final List<String> NEVER_KILLED = List.of("a-r1-1", "a-r2-1", "array-a");
    private static final int LOOK_S = 20;
    private static final int THIRDS = 3;
    private static final double MOST_GROWTH_PERCENT = 10;

    /// What all of them held at one time.
    private record Held(double heapMb, double files) {}

    @Override
    public void measure(Sheet sheet) throws IOException {
        Shell.run("--help"); // builds, if something is newer than the build
        Path folder = Installed.HOME.resolve("reports").resolve("soak");
        Process drill = new ProcessBuilder(
                        Installed.HOME.resolve("godwit").toString(),
                        "drill",
                        Installed.HOME.resolve("config/drills/soak.yaml").toString(),
                        "--out",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<Held> seen = watch(drill, sheet);
            Figures.ofReport(
                    sheet, Child.JSON.readTree(folder.resolve("report.json").toFile()), drill.exitValue());
            Figures.ofLooks(sheet, seen);
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted", interrupted);
        } finally {
            drill.destroy();
        }
    }

    private static List<Held> watch(Process drill, Sheet sheet) throws IOException, InterruptedException {
        List<Held> seen = new ArrayList<>();
        while (!drill.waitFor(LOOK_S, TimeUnit.SECONDS)) {
            sheet.progress("minute " + seen.size() * LOOK_S / 60 + " of 10");
            Map<String, Long> nodes = nodes(drill);
            if (nodes.size() == NEVER_KILLED.size()) {
                Held held = held(nodes);
                if (drill.isAlive()) {
                    seen.add(held);
                }
            }
        }
        return seen;
    }

    /// The processes that are never killed, by their names. Each is started with the path of a file in its own folder.
    private static Map<String, Long> nodes(Process drill) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        for (ProcessHandle child : drill.descendants().toList()) {
            Path line = Path.of("/proc", Long.toString(child.pid()), "cmdline");
            String command = Files.isReadable(line) ? Files.readString(line) : "";
            for (String name : NEVER_KILLED) {
                if (command.contains("/" + name + "/")) {
                    found.put(name, child.pid());
                }
            }
        }
        return found;
    }

    /// Nodes run with the serial collector, whose two parts these are.
    private static Held held(Map<String, Long> nodes) throws IOException, InterruptedException {
        double heap = 0;
        double files = 0;
        for (long pid : nodes.values()) {
            jcmd(pid, "GC.run");
            heap += jcmd(pid, "GC.heap_info")
                            .lines()
                            .filter(line -> line.matches("(DefNew|Tenured) .*used.*"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")))
                            .sum()
                    / 1024.0;
            try (var open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
                files += open.count();
            }
        }
        return new Held(heap, files);
    }

    private static String jcmd(long pid, String what) throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), what)
                .redirectErrorStream(true)
                .start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        command.waitFor();
        return said;
    }

    /// What is written of it.
    private static final class Figures {

        static void ofReport(Sheet sheet, JsonNode report, int exit) {
            List<String> outcomes = StreamSupport.stream(
                            report.get("migrations").spliterator(), false)
                    .map(row -> row.path("outcome").asText())
                    .toList();
            double committed = outcomes.stream().filter("committed"::equals).count();
            sheet.write(Figure.of("exit code of the drill", exit, "", "nothing lost, no twin, nothing left over: 0")
                    .against(promise(AT_MOST, 0)));
            sheet.write(Figure.of(
                            "migrations",
                            outcomes.size(),
                            "",
                            "44 times 24 VMs, but for those that could not move: 1,030")
                    .against(promise(AT_LEAST, 1_000)));
            sheet.write(Figure.of(
                    "  of them committed", committed, "", "the others were cancelled, or lost their host: 950"));
        }

        /// The first third is for what fills once: pools, caches, code.
        static void ofLooks(Sheet sheet, List<Held> seen) {
            int third = seen.size() / THIRDS;
            List<Held> middle = seen.subList(third, 2 * third);
            List<Held> last = seen.subList(seen.size() - third, seen.size());
            double heap = median(last, true);
            double files = median(last, false);
            sheet.write(Figure.of(
                    "heap that lives in two hosts and the array, last third of the time", heap, "MiB", "3 times 20"));
            sheet.write(Figure.of(
                            "  more than in the middle third",
                            100 * (heap / median(middle, true) - 1),
                            "%",
                            "nothing is kept of a migration but how the VM's last one ended: 0")
                    .against(promise(AT_MOST, MOST_GROWTH_PERCENT)));
            sheet.write(Figure.of("file descriptors of these", files, "", "3 times 150: jars, sockets, logs"));
            sheet.write(Figure.of(
                            "  more than in the middle third",
                            100 * (files / median(middle, false) - 1),
                            "%",
                            "a migration's connection ends with it: 0")
                    .against(promise(AT_MOST, MOST_GROWTH_PERCENT)));
        }

        private static double median(List<Held> some, boolean heap) {
            return Samples.median(some.stream()
                    .map(held -> heap ? held.heapMb() : held.files())
                    .toList());
        }
    }
}
