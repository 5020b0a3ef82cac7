package io.godwit.door;

import io.godwit.device.BlockLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.util.Optional;

/// What guests of a request ask of their devices: `"io": {"rate": "2000/s", "size": "4KiB", "read": "70%", "order":
/// "random", "depth": 32, "waits": "true"}` of a workload.
final class LoadForm {

    private static final long BILLIONTHS_PER_PERMILLE = 1_000_000;

    private enum Order {
        RANDOM,
        SEQUENTIAL
    }

    private enum Waits {
        TRUE,
        FALSE
    }

    private LoadForm() {}

    static DeviceLoad read(Form workload) {
        return new DeviceLoad(workload.form("io").map(LoadForm::block), Optional.empty());
    }

    private static BlockLoad block(Form form) {
        EventRate rate = form.require("rate", form.quantity("rate", EventRate::parse), "\"rate\": \"2000/s\"");
        Optional<Share> read = form.quantity("read", Share::parse);
        Optional<MemorySize> size = form.quantity("size", MemorySize::parse);
        Optional<Integer> depth = form.whole("depth", 1, BlockLoad.MOST_DEPTH);
        boolean inOrder = form.word("order", Order.class).orElse(Order.RANDOM) == Order.SEQUENTIAL;
        boolean waits = form.word("waits", Waits.class).orElse(Waits.TRUE) == Waits.TRUE;
        form.close();
        try {
            BlockLoad load = BlockLoad.writing(rate)
                    .reading(read.map(LoadForm::permille).orElse(0))
                    .of(size.orElse(MemorySize.ofKibibytes(4)))
                    .deep(depth.orElse(BlockLoad.USUAL_DEPTH))
                    .waiting(waits);
            return inOrder ? load.inOrder() : load;
        } catch (IllegalQuantity illegal) {
            throw new Malformed("'workload.io': " + illegal.getMessage());
        }
    }

    private static int permille(Share share) {
        if (share.billionths() % BILLIONTHS_PER_PERMILLE != 0) {
            throw new IllegalQuantity(share + " of reads is finer than 0.1%: round it");
        }
        return (int) (share.billionths() / BILLIONTHS_PER_PERMILLE);
    }
}
