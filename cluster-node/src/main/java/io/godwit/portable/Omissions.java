package io.godwit.portable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.identity.VmId;
import io.godwit.image.ImageSpec;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;

/// What a manifest doesn't say because it is older than a key: what every VM was before there was that key.
///
/// A key that a record of the spec gets has its default here, by the spec's own defaults, or, inside of a part that a
/// VM may lack, by that part's. Keys that say which VM it is ([#SAID]) have none: a manifest without them says nothing.
final class Omissions {

    private static final String SPEC = "spec";
    private static final String IMAGE = "image";
    private static final String WORKLOAD = "workload";
    private static final String MEMORY = "memory";

    /// Keys that every manifest says, of the spec.
    private static final List<String> SAID = List.of("id", "group", "vcpus", MEMORY, "kind", IMAGE, "disk");

    private static final List<String> SAID_OF_IMAGE = List.of("name", "pages", "zeroShare");
    private static final List<String> SAID_OF_WRITES = List.of("workingSet", "writes", "pattern");

    private static final MemorySize ANY = MemorySize.ofMebibytes(1);

    private Omissions() {}

    /// Fills in what is not there, and changes nothing that is.
    static void fill(JsonNode manifest) {
        fill(manifest.path(SPEC), without(SAID, usualSpec()));
        fill(manifest.path(IMAGE), without(SAID_OF_IMAGE, tree(new ImageSpec("any", 0, 0))));
        fill(manifest.path(SPEC).path(WORKLOAD).path(MEMORY), without(SAID_OF_WRITES, usualWrites()));
    }

    private static void fill(JsonNode read, JsonNode usual) {
        if (!(read instanceof ObjectNode object)) {
            return;
        }
        usual.properties().forEach(entry -> {
            if (object.has(entry.getKey())) {
                fill(object.get(entry.getKey()), entry.getValue());
            } else {
                object.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static ObjectNode usualSpec() {
        return tree(new VmSpec(
                new VmId("any"),
                "any",
                1,
                ANY,
                VmKind.FULL,
                CpuShare.byDefault(),
                "any",
                "any",
                VmSpec.Care.none(),
                WorkloadSpec.idle()));
    }

    private static ObjectNode usualWrites() {
        return tree(new MemorySpec(ANY, EventRate.perSecond(1), new Pattern.Random()));
    }

    private static ObjectNode without(List<String> keys, ObjectNode object) {
        return object.without(keys);
    }

    private static ObjectNode tree(Object value) {
        return PortableForm.JSON.valueToTree(value);
    }
}
