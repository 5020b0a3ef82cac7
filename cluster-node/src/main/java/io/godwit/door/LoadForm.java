package io.godwit.door;

import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import io.godwit.door.WorkloadForm.Order;
import io.godwit.guest.DeviceLoad;
import io.godwit.identity.VmId;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.util.Optional;

/// What guests of a request ask of their devices: `"io": {"rate": "2000/s", "size": "4KiB", "read": "70%", "order":
/// "random", "depth": 32, "waits": "true"}` and `"packets": {"rate": "10000/s", "size": "1500B", "to": "web-2",
/// "received": "500/s", "waits": "true"}` of a workload.
final class LoadForm {

    private static final String OUTSIDE = "outside";
    private static final EventRate NONE = EventRate.perSecond(0);

    private enum Waits {
        TRUE,
        FALSE
    }

    private LoadForm() {}

    static DeviceLoad read(Form workload) {
        return new DeviceLoad(
                workload.form("io").map(LoadForm::block),
                workload.form("packets").map(LoadForm::packets));
    }

    private static PacketLoad packets(Form form) {
        EventRate sent = form.quantity("rate", EventRate::parse).orElse(NONE);
        EventRate received = form.quantity("received", EventRate::parse).orElse(NONE);
        Optional<MemorySize> size = form.quantity("size", MemorySize::parse);
        Optional<VmId> to = form.text("to")
                .filter(other -> !other.equals(OUTSIDE))
                .map(VmForm::name)
                .map(VmId::new);
        boolean waits = form.word("waits", Waits.class).orElse(Waits.TRUE) == Waits.TRUE;
        form.close();
        if (sent.events() == 0 && received.events() == 0) {
            throw new Malformed("'workload.packets' has no frames: write \"rate\": \"10000/s\", or \"received\"");
        }
        try {
            return PacketLoad.sending(sent)
                    .receiving(received)
                    .of(size.orElse(PacketLoad.USUAL))
                    .to(to)
                    .waiting(waits);
        } catch (IllegalQuantity illegal) {
            throw new Malformed("'workload.packets': " + illegal.getMessage());
        }
    }

    private static BlockLoad block(Form form) {
        EventRate rate = form.require("rate", form.quantity("rate", EventRate::parse), "\"rate\": \"2000/s\"");
        int read =
                form.quantity("read", text -> Share.parse(text).wholePermille()).orElse(0);
        Optional<MemorySize> size = form.quantity("size", MemorySize::parse);
        Optional<Integer> depth = form.whole("depth", 1, BlockLoad.MOST_DEPTH);
        boolean inOrder = form.word("order", Order.class).orElse(Order.RANDOM) == Order.SEQUENTIAL;
        boolean waits = form.word("waits", Waits.class).orElse(Waits.TRUE) == Waits.TRUE;
        form.close();
        try {
            BlockLoad load = BlockLoad.writing(rate)
                    .reading(read)
                    .of(size.orElse(MemorySize.ofKibibytes(4)))
                    .deep(depth.orElse(BlockLoad.USUAL_DEPTH))
                    .waiting(waits);
            return inOrder ? load.inOrder() : load;
        } catch (IllegalQuantity illegal) {
            throw new Malformed("'workload.io': " + illegal.getMessage());
        }
    }
}
