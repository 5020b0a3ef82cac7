package io.godwit.drill.file;

import io.godwit.host.HostTuning;
import io.godwit.unit.IllegalQuantity;

/// Reads what all hosts of a topology have in place of what their files say: `mapping: 2MiB`, and `virtual-switch:
/// {ageing: 1m, addresses: 100, flood-limit: 500/s, flood-burst: 50, burst: 64KiB}`, of which each key may be left out.
final class HostTuningReader {

    private HostTuningReader() {}

    static HostTuning read(Section topology) {
        return new HostTuning(
                topology.get("mapping").map(MemoryPolicyReader::mapping),
                topology.get("virtual-switch", HostTuningReader::virtualSwitch, HostTuning.Switch.NONE));
    }

    private static HostTuning.Switch virtualSwitch(Item item) {
        var section = item.section("ageing", "addresses", "flood-limit", "flood-burst", "burst");
        var read = new HostTuning.Switch(
                section.get("ageing").map(Item::duration),
                section.get("addresses").map(it -> it.whole(0, Integer.MAX_VALUE)),
                section.get("flood-limit").map(Item::rate),
                section.get("flood-burst").map(it -> it.whole(0, Integer.MAX_VALUE)),
                section.get("burst").map(Item::memory));
        if (read.equals(HostTuning.Switch.NONE)) {
            throw item.refused("says nothing: write one of ageing, addresses, flood-limit, flood-burst, burst");
        }
        try {
            return read.checked();
        } catch (IllegalQuantity illegal) {
            throw item.refused("is " + illegal.getMessage());
        }
    }
}
