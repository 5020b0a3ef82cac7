package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.advice.Advice;
import io.godwit.advice.Advice.Size;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.Durations;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says which VMs are too large or too small for what they do.
@Command(
        name = "advise",
        description = "Says which VMs are too large or too small for what they do, and gives them that size if asked.",
        mixinStandardHelpOptions = true)
final class AdviseCommand implements Callable<Integer> {

    @Option(names = "--apply", description = "resize what is advised to be resized")
    private boolean apply;

    @Option(names = "--reboot", description = "with --apply: by a reboot, where it takes one")
    private boolean reboot;

    @Option(names = "--rule", paramLabel = "NAME", description = "a file of config/advice (default: usual)")
    private String rule = "usual";

    @Option(
            names = "--window",
            paramLabel = "TIME",
            description = "advise VMs that were watched so long (default: what the rule says)")
    private Optional<String> window = Optional.empty();

    @Mixin
    private Reach reach = new Reach();

    /// One VM with its advice.
    private record Line(String vm, Size now, Size advised, JsonNode use) {

        boolean isOther() {
            return !now.equals(advised);
        }
    }

    @Override
    public Integer call() {
        Advice usual =
                switch (Advice.FILES.named(Installation.advice(), rule)) {
                    case SettingsFile.Read<Advice>(var read) -> read;
                    case SettingsFile.Unusable<Advice>(var sentence) -> throw new InvalidSettings(sentence);
                };
        Advice advice = window.map(AdviseCommand::window).map(usual::over).orElse(usual);
        return reach.with(client -> {
            Answer answer = client.get("/v1/uses");
            if (!answer.isGood()) {
                return reach.refused(answer);
            }
            List<Line> lines = new ArrayList<>();
            answer.body().path("uses").forEach(use -> lines.add(line(use, advice)));
            tell(lines, advice);
            if (!reach.isJson() && advice.observe().compareTo(usual.observe()) < 0) {
                reach.print("that rests on " + Durations.format(advice.observe()) + " or more of watching, where rule "
                        + rule + " asks for " + Durations.format(usual.observe())
                        + ": one burst in it counts for much");
            }
            return apply ? applied(client, lines.stream().filter(Line::isOther).toList()) : 0;
        });
    }

    /// @throws InvalidSettings with a sentence if the text is none
    static Duration window(String text) {
        try {
            Duration window = Durations.parse(text);
            if (window.isZero()) {
                throw new InvalidSettings("--window " + text + ": nothing was seen in no time: write 10s or so");
            }
            return window;
        } catch (IllegalQuantity illegal) {
            throw new InvalidSettings("--window: " + illegal.getMessage());
        }
    }

    private static Line line(JsonNode use, Advice advice) {
        Size now = new Size(
                use.path("vcpus").asInt(),
                new MemorySize(use.path("memoryBytes").asLong()));
        boolean known = use.path("observedNs").asLong() >= advice.observe().toNanos();
        long demand = use.path("cpu")
                .path(advice.percentile().name().toLowerCase(Locale.ROOT))
                .asLong();
        MemorySize used = new MemorySize(use.path("memoryUsedBytes").asLong());
        return new Line(use.path("vm").asText(), now, known ? advice.of(now, demand, used) : now, use);
    }

    private void tell(List<Line> lines, Advice advice) {
        if (reach.isJson()) {
            tellPrograms(lines);
            return;
        }
        Table table = new Table("VM", "WATCHED", "P50", "P95", "P99", "VCPUS", "ADVICE", "USED", "MEMORY", "ADVICE");
        long bytes = 0;
        int vcpus = 0;
        boolean young = false;
        for (Line line : lines) {
            young |= line.use().path("observedNs").asLong() < advice.observe().toNanos();
            vcpus += line.now().vcpus() - line.advised().vcpus();
            bytes += line.now().memory().bytes() - line.advised().memory().bytes();
            table.row(
                    line.vm(),
                    Durations.roughlyNs(line.use().path("observedNs").asLong()),
                    cores(line, "p50"),
                    cores(line, "p95"),
                    cores(line, "p99"),
                    line.now().vcpus(),
                    line.advised().vcpus(),
                    new MemorySize(line.use().path("memoryUsedBytes").asLong()).roughly(),
                    line.now().memory().toString(),
                    line.advised().memory().toString());
        }
        table.lines().forEach(reach::print);
        reach.print("saves " + vcpus + " vCPUs and " + (bytes < 0 ? "-" : "") + new MemorySize(Math.abs(bytes))
                + ", at " + advice.percentile() + " with " + advice.headroom() + " free");
        if (young) {
            reach.print("VMs are watched since somebody first asked; a VM is advised after "
                    + Durations.format(advice.observe()));
        }
    }

    private void tellPrograms(List<Line> lines) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        lines.forEach(line -> body.withArray("advice")
                .addObject()
                .put("vm", line.vm())
                .put("vcpus", line.now().vcpus())
                .put("advisedVcpus", line.advised().vcpus())
                .put("memory", line.now().memory().toString())
                .put("advisedMemory", line.advised().memory().toString())
                .set("use", line.use()));
        reach.print(body.toString());
    }

    /// Nothing of no time.
    private static String cores(Line line, String percentile) {
        long nanoCores = line.use().path("cpu").path(percentile).asLong();
        return line.use().path("observedNs").asLong() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", nanoCores / 1e9);
    }

    private int applied(DoorClient client, List<Line> lines) {
        int refused = 0;
        for (Line line : lines) {
            ObjectNode form = JsonNodeFactory.instance.objectNode();
            form.put("vcpus", line.advised().vcpus())
                    .put("memory", line.advised().memory().toString());
            if (reboot) {
                form.put("reboot", true);
            }
            Answer answer = client.call(
                    "POST",
                    "/v1/vms/" + Names.inPath(line.vm()) + "/resize",
                    Optional.of(form),
                    Duration.ofSeconds(20));
            if (answer.isGood()) {
                reach.print(answer.body().path("done").asText());
            } else {
                refused++;
                reach.err().println(answer.error());
            }
        }
        return refused == 0 ? 0 : Reach.REFUSED;
    }
}
