package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.unit.Durations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a VM's CPU time goes into, and what becomes of the others when it fails.
final class VmInsight {

    private static final int BAR = 50;

    private VmInsight() {}

    @Command(
            name = "exits",
            description = "Tells why a VM left its guest, how often and for how long, since it came to its host.",
            mixinStandardHelpOptions = true)
    static final class Exits implements Callable<Integer> {

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            return vm.show("/exits", this::print);
        }

        private void print(JsonNode body) {
            vm.print(head(body));
            vm.print(line("REASON", "EXITS", "COUNT", "SHARE", "TIME", "EACH"));
            for (JsonNode row : body.path("reasons")) {
                long count = row.path("count").asLong();
                long ns = row.path("timeNs").asLong();
                vm.print(line(
                        row.path("reason").asText(),
                        row.path("exits").asBoolean() ? "yes" : "no",
                        Long.toString(count),
                        String.format(Locale.ROOT, "%.1f %%", row.path("share").asDouble() * 100),
                        Durations.roughlyNs(ns),
                        Durations.roughlyNs(count == 0 ? 0 : ns / count)));
            }
        }

        private static String line(String... cells) {
            return String.format("%-18s %-6s %14s %9s %12s %12s", (Object[]) cells)
                    .stripTrailing();
        }
    }

    @Command(
            name = "cost",
            description = "Draws what a VM's CPU time went into since it came to its host.",
            mixinStandardHelpOptions = true)
    static final class Cost implements Callable<Integer> {

        private record Share(String name, char sign) {}

        private static final List<Share> PARTS = List.of(
                new Share("guest", '#'),
                new Share("exits", 'x'),
                new Share("translation", 't'),
                new Share("io", 'i'),
                new Share("steal", '.'),
                new Share("stall", '~'));

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            return vm.show("/cost", this::print);
        }

        private void print(JsonNode body) {
            long all = PARTS.stream().mapToLong(part -> ns(body, part)).sum();
            vm.print(head(body));
            StringBuilder bar = new StringBuilder();
            long before = 0;
            for (Share part : PARTS) {
                before += ns(body, part);
                int end = all == 0 ? 0 : (int) Math.round((double) before * BAR / all);
                bar.repeat(part.sign(), Math.max(0, end - bar.length()));
            }
            vm.print("[" + bar + "]");
            for (Share part : PARTS) {
                long ns = ns(body, part);
                double share = all == 0 ? 0 : 100.0 * ns / all;
                vm.print(String.format(
                        Locale.ROOT,
                        "%c %-12s %6.1f %% %14s",
                        part.sign(),
                        part.name(),
                        share,
                        Durations.roughlyNs(ns)));
            }
            vm.print(String.format(
                    Locale.ROOT,
                    "  %-12s          %14s of the host, beside its vCPUs",
                    "beside",
                    Durations.roughlyNs(body.path("besideNs").asLong())));
        }

        private static long ns(JsonNode body, Share part) {
            return body.path(part.name() + "Ns").asLong();
        }
    }

    @Command(
            name = "crash",
            description = "Lets a VM's guest fail, as a bug in it would.",
            mixinStandardHelpOptions = true)
    static final class Crash implements Callable<Integer> {

        @Option(names = "--panic", description = "with its kernel: a container's is that of all containers of its host")
        private boolean panic;

        @Mixin
        private OneVm vm = new OneVm();

        @Override
        public Integer call() {
            ObjectNode form = JsonNodeFactory.instance.objectNode();
            if (panic) {
                form.put("panic", true);
            }
            return vm.reach().with(client -> vm.reach()
                    .told(
                            client.call("POST", vm.path("/crash"), Optional.of(form), VmCommand.PATIENCE),
                            body -> vm.print(body.path("done").asText())));
        }
    }

    private static String head(JsonNode body) {
        return body.path("vm").asText() + " on " + body.path("host").asText() + ": "
                + body.path("hypervisor").asText() + ", "
                + body.path("mechanism").asText();
    }
}
