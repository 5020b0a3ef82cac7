package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Tells where each frame of a host went.
@Command(
        name = "memory",
        description = "Tells where each frame of a host went, by what takes it and by VM.",
        mixinStandardHelpOptions = true)
final class HostMemoryCommand implements Callable<Integer> {

    private static final int BAR = 50;

    /// @param key of the door's answer
    private record Part(String name, String key, char sign) {}

    private static final List<Part> PARTS = List.of(
            new Part("reserve", "reserveBytes", 'h'),
            new Part("overhead", "overheadBytes", 'v'),
            new Part("own", "ownBytes", '#'),
            new Part("images", "imagesBytes", 'i'),
            new Part("clones", "clonesBytes", 'l'),
            new Part("shared", "sharedBytes", 's'),
            new Part("compressed", "compressedBytes", 'c'),
            new Part("free", "freeBytes", '.'));

    @Parameters(paramLabel = "HOST", description = "its name")
    private String host = "";

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.show("/v1/hosts/" + Names.inPath(host) + "/memory", this::print);
    }

    private void print(JsonNode body) {
        reach.print(head(body));
        bar(body);
        if (body.path("managed").asBoolean()) {
            reach.print("pressure " + body.path("pressure").asText() + ", swap " + size(body, "swappedBytes") + " of "
                    + size(body, "swapBytes"));
            scanner(body.path("scanner"), body.path("pageBytes").asLong());
        }
        if (!body.path("vms").isEmpty()) {
            reach.print("");
            vms(body);
        }
        body.path("vms").forEach(this::mapped);
    }

    /// Only of a VM that has large mappings, or had.
    private void mapped(JsonNode vm) {
        JsonNode mapped = vm.path("mapped");
        long large = mapped.path("largeBytes").asLong();
        long huge = mapped.path("hugeBytes").asLong();
        List<String> splits = new ArrayList<>();
        mapped.path("splits").properties().forEach(cause -> {
            if (cause.getValue().asLong() > 0) {
                splits.add(cause.getValue().asLong() + " for " + cause.getKey());
            }
        });
        if (large + huge > 0 || !splits.isEmpty()) {
            long small = vm.path("memoryBytes").asLong() - large - huge;
            reach.print(vm.path("vm").asText() + " is mapped by 1GiB: " + new MemorySize(huge).roughly() + ", 2MiB: "
                    + new MemorySize(large).roughly() + ", 4KiB: " + new MemorySize(small).roughly() + "; split "
                    + (splits.isEmpty() ? "none" : String.join(", ", splits)));
        }
    }

    private static String head(JsonNode body) {
        long has =
                body.path("machineBytes").asLong() - body.path("reserveBytes").asLong();
        long promised = body.path("promisedBytes").asLong();
        int vms = body.path("vms").size();
        return String.format(
                Locale.ROOT,
                "%s: %s, %s for guests; %s promised to %d %s (%.0f %%), at most %s; %s reserved",
                body.path("host").asText(),
                size(body, "machineBytes"),
                new MemorySize(has).roughly(),
                size(body, "promisedBytes"),
                vms,
                vms == 1 ? "VM" : "VMs",
                100.0 * promised / has,
                size(body, "promisableBytes"),
                size(body, "reservedBytes"));
    }

    private void bar(JsonNode body) {
        double all = body.path("machineBytes").asDouble();
        StringBuilder bar = new StringBuilder();
        long before = 0;
        for (Part part : PARTS) {
            before += body.path(part.key()).asLong();
            bar.repeat(part.sign(), Math.max(0, (int) Math.round(before * BAR / all) - bar.length()));
        }
        reach.print("[" + bar + "]");
        for (Part part : PARTS) {
            reach.print(String.format(
                    Locale.ROOT,
                    "%c %-12s %6.1f %% %12s",
                    part.sign(),
                    part.name(),
                    100 * body.path(part.key()).asLong() / all,
                    size(body, part.key())));
        }
    }

    private void scanner(JsonNode scanner, long pageBytes) {
        long nanoCores = scanner.path("nanoCores").asLong();
        if (nanoCores == 0) {
            return;
        }
        reach.print(String.format(
                Locale.ROOT,
                "scanner: %,d passes, %,d pages in the last; %,d frames shared, %s saved, %,d zero pages, %,d unshared,"
                        + " %,d volatile; %s of bookkeeping, %.1f %% of a core",
                scanner.path("passes").asLong(),
                scanner.path("pagesInPass").asLong(),
                scanner.path("sharedFrames").asLong(),
                new MemorySize(scanner.path("savedFrames").asLong() * pageBytes).roughly(),
                scanner.path("zeroPages").asLong(),
                scanner.path("unshared").asLong(),
                scanner.path("volatile").asLong(),
                size(scanner, "bookkeepingBytes"),
                nanoCores / 1e7));
    }

    private void vms(JsonNode body) {
        Table table = new Table(
                "VM",
                "MEMORY",
                "OWN",
                "OVERHEAD",
                "IMAGE",
                "CLONES",
                "SHARED",
                "COMPRESSED",
                "SWAPPED",
                "GIVEN-UP",
                "BALLOON",
                "TARGET",
                "FILES",
                "USED",
                "STALL");
        for (JsonNode vm : body.path("vms")) {
            table.row(
                    vm.path("vm").asText(),
                    size(vm, "memoryBytes"),
                    size(vm, "ownBytes"),
                    size(vm, "overheadBytes"),
                    size(vm, "ofImageBytes"),
                    size(vm, "withClonesBytes"),
                    size(vm, "sharedBytes"),
                    size(vm, "compressedBytes"),
                    size(vm, "swappedBytes"),
                    size(vm, "givenUpBytes"),
                    size(vm, "balloonBytes"),
                    size(vm, "balloonTargetBytes"),
                    size(vm, "filesBytes"),
                    String.format(Locale.ROOT, "%.0f%%", vm.path("usedPermille").asInt() / 10.0),
                    Durations.roughlyNs(vm.path("stallNs").asLong()));
        }
        table.lines().forEach(reach::print);
    }

    private static String size(JsonNode of, String key) {
        return new MemorySize(of.path(key).asLong()).roughly();
    }
}
