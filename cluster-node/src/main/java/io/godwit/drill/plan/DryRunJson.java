package io.godwit.drill.plan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.drill.Drill;
import io.godwit.drill.Expectations;
import io.godwit.drill.Step;
import io.godwit.drill.Topology;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.unit.Durations;
import io.godwit.unit.Words;
import io.godwit.vm.VmSpec;
import java.util.List;

/// A drill as JSON for programs. Quantities are texts with units, as in the file.
public final class DryRunJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private DryRunJson() {}

    /// The same drill gives the same text.
    public static String render(Drill drill) {
        return tree(drill).toPrettyString();
    }

    static ObjectNode tree(Drill drill) {
        ObjectNode root = JSON.createObjectNode();
        root.put("name", drill.name());
        ObjectNode cell = root.putObject("cell");
        drill.cell().forEach(cell::put);
        root.put("seed", drill.run().seed());
        root.put("clock", Words.of(drill.run().clock()));
        drill.fleet().permit().ifPresent(permit -> root.put("permit", Durations.format(permit)));
        topology(root.putObject("topology"), drill.fleet().topology());
        ArrayNode vms = root.putArray("vms");
        drill.fleet().vms().forEach(vm -> vm(vms.addObject(), vm));
        var candidates = new Candidates(drill);
        ArrayNode timeline = root.putArray("timeline");
        drill.timeline().forEach(step -> step(timeline.addObject(), step, candidates));
        root.put("heal", Durations.format(drill.heal().at()));
        root.put("end", Durations.format(drill.heal().end()));
        drill.run().stopAfter().ifPresent(stop -> root.put("stop-after", Durations.format(stop)));
        expect(root.putObject("expect"), drill.expect());
        return root;
    }

    private static void topology(ObjectNode node, Topology topology) {
        ArrayNode hosts = node.putArray("hosts");
        for (var host : topology.hosts()) {
            ObjectNode entry = hosts.addObject();
            entry.put("host", host.id().value());
            entry.put("node", host.node().value());
            entry.put("site", host.site());
            entry.put("rack", host.rack());
            host.spec().ifPresent(spec -> entry.put("hardware", spec));
            entry.put("role", Words.of(host.role()));
            texts(entry.putArray("datastores"), host.datastores());
        }
        ObjectNode links = node.putObject("links");
        topology.links().forEach((sites, quality) -> links.putObject(sites.toString())
                .put("latency", Durations.format(quality.latency()))
                .put("bandwidth", quality.bandwidth().toString()));
        ObjectNode arrays = node.putObject("arrays");
        topology.arrays().forEach(array -> arrays.put(array.name(), array.site()));
        texts(node.putArray("voters"), topology.voters());
        node.put("host-failures-to-tolerate", topology.hostFailuresToTolerate());
    }

    private static void vm(ObjectNode node, VmSpec vm) {
        node.put("vm", vm.id().value());
        node.put("group", vm.group());
        node.put("vcpus", vm.vcpus());
        node.put("memory", vm.memory().toString());
        node.put("kind", Words.of(vm.kind()));
        node.put("disk", vm.disk());
        node.put("protect", Words.of(vm.care().protection()));
        node.put("on-isolation", Words.of(vm.care().isolation()));
        node.put("tier", vm.care().tier());
        texts(node.putArray("after"), vm.care().after());
        workload(node.putObject("workload"), vm.workload());
    }

    private static void workload(ObjectNode node, WorkloadSpec workload) {
        switch (workload.cpu()) {
            case CpuSpec.Constant(int permille) -> node.put("cpu", permille / 10.0 + "%");
            case CpuSpec.Trace(var folder, var file) -> node.put("trace", folder + "/" + file);
            case CpuSpec.Generated(var profile) -> node.put("generated", profile);
        }
        workload.memory()
                .ifPresent(memory -> node.put("working-set", memory.workingSet().toString())
                        .put("pages", memory.writes().toString()));
        workload.ledger().ifPresent(ledger -> node.put("writes", ledger.writes().toString()));
    }

    private static void step(ObjectNode node, Step step, Candidates candidates) {
        node.put("id", step.id());
        node.put("trigger", step.trigger().toString());
        node.put("do", step.action().verb());
        node.put("target", step.action().target());
        node.put("fault", step.action().isFault());
        ArrayNode choices = node.putArray("means");
        for (var choice : candidates.of(step.action())) {
            ObjectNode entry = choices.addObject();
            entry.put("settled", choice.settled());
            entry.put("count", choice.count());
            texts(entry.putArray("of"), choice.names());
        }
    }

    private static void expect(ObjectNode node, Expectations expect) {
        texts(node.putArray("always"), expect.always().stream().map(Words::of).toList());
        ObjectNode groups = node.putObject("objectives");
        expect.objectives().forEach((group, objectives) -> {
            ArrayNode list = groups.putArray(group);
            objectives.forEach(objective -> list.addObject().put(objective.word(), objective.bound()));
        });
        node.put("within", Durations.format(expect.eventually().within()));
        texts(node.putArray("must-happen"), expect.mustHappen());
    }

    private static void texts(ArrayNode array, List<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
