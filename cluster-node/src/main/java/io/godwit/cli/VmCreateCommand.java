package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.Unreachable;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Creates VMs, and waits until they run.
@Command(
        name = "create",
        description = "Creates a VM, or NAME-1, NAME-2, ... with --count, and waits until they run.",
        mixinStandardHelpOptions = true)
final class VmCreateCommand implements Callable<Integer> {

    /// A start takes a second or two; a fleet that recovers may take longer.
    private static final Duration START = Duration.ofSeconds(20);

    private static final long LOOK_NS = 150_000_000;

    /// Keys of devices and of what is asked of them whose values are whole numbers.
    private static final List<String> NUMBERS = List.of("vlan", "weight", "depth", "shares");

    @Parameters(paramLabel = "NAME", description = "of the VM, or of the group")
    private String name = "";

    @Option(names = "--memory", paramLabel = "SIZE", description = "such as 1GiB", required = true)
    private String memory = "";

    @Option(names = "--image", paramLabel = "NAME", description = "what it is made from (default: blank)")
    private Optional<String> image = Optional.empty();

    @Option(names = "--vcpus", paramLabel = "N", description = "default: 1")
    private Optional<Integer> vcpus = Optional.empty();

    @Option(names = "--count", paramLabel = "N", description = "so many of one make")
    private Optional<Integer> count = Optional.empty();

    @Option(names = "--protect", paramLabel = "POLICY", description = "restart, or none (the default)")
    private Optional<String> protect = Optional.empty();

    @Option(names = "--on-isolation", paramLabel = "POLICY", description = "stop (the default), freeze or run")
    private Optional<String> onIsolation = Optional.empty();

    @Option(names = "--tier", paramLabel = "N", description = "order of restarts, 1 to 9 (default: 3)")
    private Optional<Integer> tier = Optional.empty();

    @Option(names = "--after", paramLabel = "GROUP", description = "runs before this is started", split = ",")
    private List<String> after = new ArrayList<>();

    @Option(names = "--spread", paramLabel = "DOMAIN", description = "keep the group apart by host, rack or site")
    private Optional<String> spread = Optional.empty();

    @Option(names = "--disk", paramLabel = "NAME", description = "an array of the fleet, or local")
    private Optional<String> disk = Optional.empty();

    @Option(names = "--kind", paramLabel = "KIND", description = "full (the default), para or container")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--mechanism", paramLabel = "NAME", description = "such as nested-paging (default: the best)")
    private Optional<String> mechanism = Optional.empty();

    @Option(names = "--kernel", paramLabel = "NAME", description = "of its guest (default: linux)")
    private Optional<String> kernel = Optional.empty();

    @Option(
            names = "--memory-policy",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "where a host promises more than it has: shares=1000, reservation=256MiB, limit=1GiB,"
                    + " minimum=128MiB")
    private Map<String, String> memoryPolicy = new LinkedHashMap<>();

    @Option(
            names = "--mapping",
            paramLabel = "SIZE",
            description = "how hosts map it: 4KiB (the default), 2MiB or 1GiB")
    private Optional<String> mapping = Optional.empty();

    @Option(names = "--memory-max", paramLabel = "SIZE", description = "of a container's control group")
    private Optional<String> memoryMax = Optional.empty();

    @Option(
            names = "--activity",
            paramLabel = "NAME",
            description = "a file of config/guests, or rates as timer=250/s,page-fault=1000/s")
    private Optional<String> activity = Optional.empty();

    @Option(
            names = "--workload",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "cpu=40%% or cpu=planetlab, burst=2ms, dirty=20MiB/s, working-set=256MiB,"
                    + " pattern=random or sequential, zero=10%%, common=30%%, files=64MiB, reads=500/s, file-set=NAME")
    private Map<String, String> workload = new LinkedHashMap<>();

    @Option(
            names = "--io",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "bulk on its disk: rate=2000/s, size=4KiB, read=70%%, order=random or sequential, depth=32,"
                    + " waits=true")
    private Map<String, String> io = new LinkedHashMap<>();

    @Option(
            names = "--packets",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "bulk on its network card: rate=10000/s, size=1500B, to=VM or outside, received=500/s,"
                    + " waits=true")
    private Map<String, String> packets = new LinkedHashMap<>();

    @Option(
            names = "--disk-device",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "model=virtio (the default), emulated, or passthrough, which can't be moved;"
                    + " operations=5000/s, bandwidth=50MiB/s, weight=256")
    private Map<String, String> diskDevice = new LinkedHashMap<>();

    @Option(
            names = "--network-device",
            paramLabel = "KEY=VALUE",
            split = ",",
            description = "model=virtio, emulated or passthrough, vlan=10, bandwidth=1Gbit, weight=256")
    private Map<String, String> networkDevice = new LinkedHashMap<>();

    @Option(names = "--no-wait", description = "return when the fleet has taken the order")
    private boolean noWait;

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        ObjectNode form;
        try {
            form = form();
        } catch (InvalidSettings wrong) {
            reach.err().println(wrong.getMessage());
            return Godwit.INVALID;
        }
        return reach.with(client -> {
            Answer answer = client.call("POST", "/v1/vms", Optional.of(form), VmCommand.PATIENCE);
            if (!answer.isGood() || noWait) {
                return reach.told(answer, body -> reach.print("created " + String.join(", ", texts(body.path("vms")))));
            }
            return await(client, texts(answer.body().path("vms")));
        });
    }

    private ObjectNode form() {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        form.put("name", name).put("memory", memory);
        image.ifPresent(it -> form.put("image", it));
        vcpus.ifPresent(it -> form.put("vcpus", it));
        count.ifPresent(it -> form.put("count", it));
        protect.ifPresent(it -> form.put("protect", it));
        onIsolation.ifPresent(it -> form.put("onIsolation", it));
        tier.ifPresent(it -> form.put("tier", it));
        spread.ifPresent(it -> form.put("spread", it));
        disk.ifPresent(it -> form.put("disk", it));
        if (!after.isEmpty()) {
            after.forEach(form.putArray("after")::add);
        }
        kind.ifPresent(it -> form.put("kind", it));
        mechanism.ifPresent(it -> form.put("mechanism", it));
        kernel.ifPresent(it -> form.put("kernel", it));
        memoryMax.ifPresent(it -> form.put("memoryMax", it));
        mapping.ifPresent(it -> form.put("mapping", it));
        if (!workload.isEmpty() || activity.isPresent() || !io.isEmpty() || !packets.isEmpty()) {
            ObjectNode does = form.putObject("workload");
            workload.forEach((key, value) -> does.put(inJson(key), value));
            activity.ifPresent(name -> does.set("activity", Activities.read(name)));
            keyed(does, "io", io);
            keyed(does, "packets", packets);
        }
        keyed(form, "memoryPolicy", memoryPolicy);
        keyed(form, "diskDevice", diskDevice);
        keyed(form, "networkDevice", networkDevice);
        return form;
    }

    private static String inJson(String key) {
        return switch (key) {
            case "working-set" -> "workingSet";
            case "file-set" -> "fileSet";
            default -> key;
        };
    }

    private static void keyed(ObjectNode form, String name, Map<String, String> keys) {
        if (!keys.isEmpty()) {
            ObjectNode device = form.putObject(name);
            keys.forEach((key, value) -> {
                if (NUMBERS.contains(key) && value.matches("\\d{1,6}")) {
                    device.put(key, Integer.parseInt(value));
                } else {
                    device.put(key, value);
                }
            });
        }
    }

    private int await(DoorClient client, List<String> names) {
        MonotonicTimeline clock = MonotonicTimeline.startingNow();
        while (true) {
            List<JsonNode> vms = look(client, names);
            boolean allRun = vms.size() == names.size()
                    && vms.stream().allMatch(vm -> vm.path("state").asText().equals("running"));
            if (allRun || clock.now() >= START.toNanos()) {
                tell(vms);
                if (!allRun) {
                    reach.err().println("not all run after " + Durations.format(START) + ": `godwit events` says why");
                }
                return allRun ? 0 : Reach.REFUSED;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private void tell(List<JsonNode> vms) {
        if (reach.isJson()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putArray("vms").addAll(vms);
            reach.print(body.toString());
        } else {
            VmTable.lines(vms).forEach(reach::print);
        }
    }

    private static List<JsonNode> look(DoorClient client, List<String> names) {
        Answer answer = client.get("/v1/vms");
        if (!answer.isGood()) {
            throw new Unreachable("created, but it can't be told what became of them: " + answer.error());
        }
        List<JsonNode> vms = new ArrayList<>();
        for (JsonNode vm : answer.body().path("vms")) {
            if (names.contains(vm.path("vm").asText())) {
                vms.add(vm);
            }
        }
        return vms;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
