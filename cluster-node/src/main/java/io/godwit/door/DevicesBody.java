package io.godwit.door;

import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import io.godwit.host.VmDevices;
import io.godwit.identity.VmId;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.VirtualMachine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a door tells of a VM's devices. Rates are of a second.
final class DevicesBody {

    private static final double MILLI = 1e3;
    private static final double BITS_PER_BYTE = 8;

    private DevicesBody() {}

    static Map<String, Object> io(VmDevices of) {
        VmDevices.BlockDevice block = of.block();
        Map<String, Object> body = head(of);
        body.put("device", block.device());
        body.put("model", word(block.limits().model()));
        body.put("backEnd", block.backEnd().word());
        body.put("disk", block.datastore());
        body.put("limits", limits(block.limits()));
        block.bulk().ifPresent(bulk -> {
            body.put("asked", asked(bulk.asked()));
            body.put("achieved", achieved(bulk.work(), bulk.asked().size().bytes()));
            body.put("bound", bulk.bound().words());
            body.put("total", total(bulk.totals(), bulk.asked().size().bytes()));
        });
        return body;
    }

    static Map<String, Object> net(VmDevices of) {
        VmDevices.Card card = of.card();
        Map<String, Object> body = head(of);
        body.put("device", card.device());
        body.put("model", word(card.limits().model()));
        body.put("backEnd", card.backEnd().word());
        body.put("limits", limits(card.limits()));
        card.bulk().ifPresent(bulk -> {
            bulk.asked().ifPresent(asked -> body.put("asked", asked(asked, bulk.toEverybody())));
            body.put("sent", bulk.milliSent() / MILLI);
            body.put("offered", bulk.milliOffered() / MILLI);
            body.put("received", bulk.milliReceived() / MILLI);
            body.put("work", work(bulk.work()));
            body.put("bound", bulk.bound().words());
            body.put("total", total(bulk.totals()));
        });
        return body;
    }

    private static Map<String, Object> limits(NetworkDevice device) {
        Map<String, Object> limits = new LinkedHashMap<>();
        device.vlan().ifPresent(vlan -> limits.put("vlan", vlan));
        device.bandwidth().ifPresent(rate -> limits.put("bytes", rate.bitsPerSecond() / BITS_PER_BYTE));
        limits.put("weight", device.weight());
        return limits;
    }

    private static Map<String, Object> asked(PacketLoad load, boolean toEverybody) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("sent", load.milliSent() / MILLI);
        asked.put("received", load.milliReceived() / MILLI);
        asked.put("sizeBytes", load.size().bytes());
        asked.put("to", toEverybody ? "everybody" : load.to().map(VmId::value).orElse("outside"));
        asked.put("waits", load.waits());
        return asked;
    }

    private static String word(DeviceModel model) {
        return model.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> head(VmDevices of) {
        Map<String, Object> body = Reply.object("vm", of.vm().value());
        body.put("host", of.host().value());
        body.put("pace", (double) of.paceMillionths() / VirtualMachine.Pace.WHOLE);
        return body;
    }

    /// What isn't limited is left out.
    private static Map<String, Object> limits(DiskDevice device) {
        Map<String, Object> limits = new LinkedHashMap<>();
        device.operations().ifPresent(rate -> limits.put("operations", rate.perSecond()));
        device.bandwidth().ifPresent(rate -> limits.put("bytes", rate.bitsPerSecond() / BITS_PER_BYTE));
        limits.put("weight", device.weight());
        return limits;
    }

    private static Map<String, Object> asked(BlockLoad load) {
        double operations = load.milliOperations() / MILLI;
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("operations", operations);
        asked.put("bytes", operations * load.size().bytes());
        asked.put("sizeBytes", load.size().bytes());
        asked.put("readPermille", load.readPermille());
        asked.put("sequentialPermille", load.sequentialPermille());
        asked.put("depth", load.depth());
        asked.put("waits", load.waits());
        return asked;
    }

    /// @param bytes of an operation
    private static Map<String, Object> achieved(VmDevices.Work work, long bytes) {
        double operations = work.milliOperations() / MILLI;
        Map<String, Object> achieved = new LinkedHashMap<>();
        achieved.put("operations", operations);
        achieved.put("bytes", operations * bytes);
        achieved.putAll(work(work));
        return achieved;
    }

    /// What isn't done has no latency.
    private static Map<String, Object> work(VmDevices.Work work) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (work.latencyNs() != Long.MAX_VALUE) {
            told.put("latencyNs", work.latencyNs());
        }
        told.put("inFlight", work.inFlight());
        told.put("exits", work.milliExits() / MILLI);
        told.put(
                "exitsPerOperation",
                work.milliOperations() == 0 ? 0.0 : (double) work.milliExits() / work.milliOperations());
        told.put("guestNanoCores", work.guestNanoCores());
        told.put("backEndNanoCores", work.backEndNanoCores());
        return told;
    }

    /// @param bytes of an operation
    private static Map<String, Object> total(VmDevices.Totals totals, long bytes) {
        Map<String, Object> total = total(totals);
        total.put("bytes", Math.multiplyExact(totals.operations(), bytes));
        return total;
    }

    private static Map<String, Object> total(VmDevices.Totals totals) {
        Map<String, Object> total = new LinkedHashMap<>();
        total.put("operations", totals.operations());
        total.put("exits", totals.exits());
        total.put("guestNs", totals.guestNs());
        total.put("backEndNs", totals.backEndNs());
        return total;
    }
}
