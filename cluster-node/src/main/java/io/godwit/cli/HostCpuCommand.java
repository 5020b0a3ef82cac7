package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells who has the cores of a host, who waits for them, and what came of it for each VM.
@Command(
        name = "cpu",
        description = "Tells who has the cores of a host and who waits for them, core by core and VM by VM.",
        mixinStandardHelpOptions = true)
final class HostCpuCommand implements Callable<Integer> {

    private static final double CORE = 1e9;

    @Parameters(paramLabel = "HOST", description = "its name")
    private String host = "";

    @Option(names = "--latency", description = "how long vCPUs that woke waited until they ran, in place of all else")
    private boolean latency;

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        String path = "/v1/hosts/" + Names.inPath(host);
        return latency ? reach.show(path + "/latency", this::wakeUps) : reach.show(path + "/cpu", this::print);
    }

    private void print(JsonNode body) {
        reach.print(String.format(
                Locale.ROOT,
                "%s: %s on %s × %s cores × %s threads; %s cores wanted, %s given",
                text(body, "host"),
                text(body, "scheduler"),
                text(body, "sockets"),
                text(body, "coresPerSocket"),
                text(body, "threadsPerCore"),
                cores(body, "wantedNanoCores"),
                cores(body, "grantedNanoCores")));
        JsonNode own = body.path("own");
        reach.print(String.format(
                Locale.ROOT,
                "the host itself: %s cores wanted, %s of them to move VMs, %s given; it ran for %s, and waited for %s",
                cores(own, "demandNanoCores"),
                cores(own, "toMoveNanoCores"),
                cores(own, "grantNanoCores"),
                time(own, "ranNs"),
                time(own, "stealNs")));
        if (body.path("cores").isEmpty()) {
            reach.print(text(body, "scheduler") + " is a fluid: it has no queues, and nothing to tell of single cores;"
                    + " `--scheduler credit` or `eevdf` has");
        } else {
            reach.print("");
            queues(body);
        }
        if (!body.path("vms").isEmpty()) {
            reach.print("");
            vms(body);
        }
    }

    private void queues(JsonNode body) {
        Table table = new Table("CPU", "CORE", "SOCKET", "RUNS", "BUSY", "STEAL", "SWITCHES", "WAKE-UPS", "WAITING");
        for (JsonNode core : body.path("cores")) {
            table.row(
                    text(core, "cpu"),
                    text(core, "core"),
                    text(core, "socket"),
                    core.path("runs").asText("-"),
                    Durations.roughlyNs(core.path("busyNs").asLong()),
                    Durations.roughlyNs(core.path("stealNs").asLong()),
                    text(core, "switches"),
                    text(core, "wakeUps"),
                    waiting(core.path("waiting")));
        }
        table.lines().forEach(reach::print);
        reach.print(String.format(
                Locale.ROOT, "%,d decisions", body.path("decisions").asLong()));
    }

    /// How many wait, and of which VMs: a VM of several vCPUs may be there several times.
    private static String waiting(JsonNode names) {
        Map<String, Integer> vms = new TreeMap<>();
        names.forEach(name -> vms.merge(name.asText(), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        vms.forEach((vm, times) -> words.add(times == 1 ? vm : vm + " ×" + times));
        return words.isEmpty() ? "-" : names.size() + ": " + String.join(", ", words);
    }

    private void vms(JsonNode body) {
        boolean queues = !body.path("cores").isEmpty();
        List<String> head = new ArrayList<>(
                List.of("VM", "VCPUS", "WEIGHT", "RESERVED", "CAP", "PINS", "WANTS", "GETS", "RAN", "STEAL"));
        if (queues) {
            head.addAll(List.of("READY", "CAPPED", "CO-STOP", "COLD", "SPUN", "SWITCHES", "MOVES", "MEMORY"));
        }
        Table table = new Table(head.toArray(String[]::new));
        for (JsonNode vm : body.path("vms")) {
            List<String> row = new ArrayList<>(List.of(
                    text(vm, "vm"),
                    text(vm, "vcpus"),
                    text(vm, "weight"),
                    cores(vm, "reservationNanoCores"),
                    vm.has("capNanoCores") ? cores(vm, "capNanoCores") : "-",
                    vm.path("cores").asText("-"),
                    cores(vm, "demandNanoCores"),
                    cores(vm, "grantNanoCores"),
                    time(vm, "ranNs"),
                    time(vm, "stealNs")));
            if (queues) {
                row.addAll(queueing(vm));
            }
            table.row(row.toArray());
        }
        table.lines().forEach(reach::print);
    }

    private static List<String> queueing(JsonNode vm) {
        JsonNode of = vm.path("queueing");
        return List.of(
                time(of, "readyNs"),
                time(of, "withheldNs"),
                time(of, "stoppedNs"),
                time(of, "stalledNs"),
                time(of, "spunNs"),
                text(of, "switches"),
                text(of, "migrations"),
                vm.has("memorySocket") ? "socket " + text(vm, "memorySocket") : "spread");
    }

    private void wakeUps(JsonNode body) {
        Table table = new Table("VM", "WAKE-UPS", "MEDIAN", "OF 90%", "OF 99%", "LONGEST");
        for (JsonNode vm : body.path("vms")) {
            table.row(
                    text(vm, "vm"),
                    text(vm, "wakeUps"),
                    time(vm, "medianNs"),
                    time(vm, "of90Ns"),
                    time(vm, "of99Ns"),
                    time(vm, "longestNs"));
        }
        table.lines().forEach(reach::print);
    }

    private static String cores(JsonNode of, String key) {
        return String.format(Locale.ROOT, "%.2f", of.path(key).asLong() / CORE);
    }

    private static String time(JsonNode of, String key) {
        return Durations.roughlyNs(of.path(key).asLong());
    }

    private static String text(JsonNode of, String key) {
        return of.path(key).asText();
    }
}
