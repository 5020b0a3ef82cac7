package io.godwit.door;

import io.godwit.device.BlockLoad;
import io.godwit.host.VmDevices;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
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
    static Map<String, Object> achieved(VmDevices.Work work, long bytes) {
        double operations = work.milliOperations() / MILLI;
        Map<String, Object> achieved = new LinkedHashMap<>();
        achieved.put("operations", operations);
        achieved.put("bytes", operations * bytes);
        if (work.latencyNs() != Long.MAX_VALUE) {
            achieved.put("latencyNs", work.latencyNs());
        }
        achieved.put("inFlight", work.inFlight());
        achieved.put("exits", work.milliExits() / MILLI);
        achieved.put("exitsPerOperation", operations == 0 ? 0.0 : work.milliExits() / MILLI / operations);
        achieved.put("guestNanoCores", work.guestNanoCores());
        achieved.put("backEndNanoCores", work.backEndNanoCores());
        return achieved;
    }

    /// @param bytes of an operation
    static Map<String, Object> total(VmDevices.Totals totals, long bytes) {
        Map<String, Object> total = new LinkedHashMap<>();
        total.put("operations", totals.operations());
        total.put("bytes", Math.multiplyExact(totals.operations(), bytes));
        total.put("exits", totals.exits());
        total.put("guestNs", totals.guestNs());
        total.put("backEndNs", totals.backEndNs());
        return total;
    }
}
