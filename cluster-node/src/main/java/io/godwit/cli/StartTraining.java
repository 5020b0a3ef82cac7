package io.godwit.cli;

import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.launch.RunFolder;
import io.godwit.process.NodeTraining;
import io.godwit.stage.FleetPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the launcher runs once after a build, to record the JVM's start-up cache: what a console does for its help, for
/// a drill that is only looked at and for one in virtual time, and what a host node and an array do until they work. A
/// class that is not loaded here starts as slowly as without a cache, and works as well. What a migration does while
/// its guest stands still is loaded by the drill's: on processes a guest would stand for it.
final class StartTraining {

    private static final String DRILL = """
            drill: v1
            name: training
            topology:
              sites:
                a: {racks: {r1: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
            vms:
              web: {count: 2, memory: 64MiB, protect: restart}
            workload:
              web: {ledger: {writes: 10/s}, memory: {working-set: 8MiB, dirty: 1MiB/s}, cpu: {generated: planetlab}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: move, at: 1s, do: migrate, target: vm web-1}
              - {id: kill, at: 3s, do: kill, target: any host, back: 1s}
            heal: {at: 7s, settle: 20s}
            """;

    /// Ends the process whatever happened: nodes that were started would keep it, and the build that waits for it.
    public static void main(String[] args) {
        try {
            train();
        } catch (IOException | RuntimeException | LinkageError failed) {
            failed.printStackTrace();
            System.exit(Godwit.BROKEN);
        }
        System.exit(0);
    }

    private static void train() throws IOException {
        try (RunFolder run = RunFolder.create()) {
            Path folder = run.path();
            Path file = Files.writeString(folder.resolve("training.yaml"), DRILL);
            run("--help");
            run("vms", "--door", "http://127.0.0.1:1"); // nobody is there; by then all of a client is loaded
            run("drill", file.toString(), "--dry-run");
            run(
                    "drill",
                    file.toString(),
                    "--virtual",
                    "--set",
                    "topology.sites.a.racks.r1=2", // to have somewhere to move to
                    "--out",
                    folder.resolve("report").toString());
            var hosts = HostFolder.read(Installation.hosts());
            var drill = DrillFiles.load(file, Arguments.none(), new Surroundings(hosts, DrillFiles.traceFolders()));
            NodeTraining.run(FleetPlan.of(drill.getFirst()), Theatres.processes(), folder);
        }
    }

    private static void run(String... arguments) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        Godwit.commandLine().setOut(nowhere).setErr(nowhere).execute(arguments);
    }
}
