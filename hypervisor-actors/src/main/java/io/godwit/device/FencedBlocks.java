package io.godwit.device;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a datastore keeps of its VMs, and whom it lets write: nobody below the floor, which only rises.
public final class FencedBlocks {

    private final Map<VmId, Blocks> vms = new TreeMap<>();

    private static final class Blocks {

        private long floor;
        private final Map<String, HeldNumbers> clients = new TreeMap<>();

        private List<Held> held() {
            List<Held> held = new ArrayList<>();
            clients.forEach((client, numbers) -> held.add(numbers.asHeld(client)));
            return held;
        }
    }

    /// What became of a request.
    public sealed interface Verdict {}

    public record Accepted(List<Held> held) implements Verdict {}

    public record Refused(long floor) implements Verdict {}

    /// Raises the floor. The same epoch may open again.
    public Verdict open(VmId vm, long epoch) {
        Blocks blocks = blocksOf(vm);
        if (epoch < blocks.floor) {
            return new Refused(blocks.floor);
        }
        blocks.floor = epoch;
        return new Accepted(blocks.held());
    }

    /// Takes a write of the epoch that opened; a repeat of one that is held changes nothing.
    public Verdict write(VmId vm, long epoch, Numbered what) {
        Blocks blocks = blocksOf(vm);
        if (epoch < blocks.floor) {
            return new Refused(blocks.floor);
        }
        blocks.clients
                .computeIfAbsent(what.client(), client -> new HeldNumbers())
                .add(what.number());
        return new Accepted(List.of());
    }

    /// Forgets what a VM wrote. Its floor stays.
    public Verdict discard(VmId vm, long epoch) {
        Blocks blocks = blocksOf(vm);
        if (epoch < blocks.floor) {
            return new Refused(blocks.floor);
        }
        blocks.clients.clear();
        return new Accepted(List.of());
    }

    public List<Held> held(VmId vm) {
        Blocks blocks = vms.get(vm);
        return blocks == null ? List.of() : blocks.held();
    }

    /// Whether this write of a client is held.
    public boolean holds(VmId vm, Numbered what) {
        Blocks blocks = vms.get(vm);
        HeldNumbers numbers = blocks == null ? null : blocks.clients.get(what.client());
        return numbers != null && numbers.contains(what.number());
    }

    /// 0 for a VM that never opened.
    public long floor(VmId vm) {
        Blocks blocks = vms.get(vm);
        return blocks == null ? 0 : blocks.floor;
    }

    /// Everybody who has a floor or wrote something, sorted.
    public List<VmId> vms() {
        return List.copyOf(vms.keySet());
    }

    /// Takes over what a datastore kept of a VM, in the place of what this one knows.
    public void restore(VmId vm, long floor, List<Held> held) {
        Blocks blocks = new Blocks();
        blocks.floor = floor;
        held.forEach(numbers -> blocks.clients.put(numbers.client(), HeldNumbers.of(numbers)));
        vms.put(vm, blocks);
    }

    private Blocks blocksOf(VmId vm) {
        return vms.computeIfAbsent(vm, unknown -> new Blocks());
    }
}
