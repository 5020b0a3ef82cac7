package io.godwit.drill.file;

import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.unit.IllegalQuantity;
import java.util.Optional;

/// Reads `memory` of a topology: `{overcommit: 1.5, sharing: across-vms, compression: slots, swap: 8GiB, images:
/// loaded}`.
final class HostMemoryReader {

    private enum Sharing {
        NONE,
        WITHIN_VMS,
        ACROSS_VMS
    }

    private enum Compression {
        NONE,
        SLOTS
    }

    private enum Images {
        SHARED,
        LOADED
    }

    private HostMemoryReader() {}

    static MemoryManagement read(Item item, Optional<MemoryCosts> costs) {
        var section = item.section("overcommit", "sharing", "compression", "swap", "images");
        MemoryManagement management = MemoryManagement.of(costs.orElseThrow(() ->
                item.refused("needs config/memory/standard.yaml, which can't be read: start in Godwit's folder")));
        Sharing sharing = section.get("sharing", it -> it.word(Sharing.class), Sharing.NONE);
        Compression compression = section.get("compression", it -> it.word(Compression.class), Compression.NONE);
        Images images = section.get("images", it -> it.word(Images.class), Images.SHARED);
        management = sharing == Sharing.NONE ? management : management.sharing(sharing == Sharing.ACROSS_VMS);
        management = compression == Compression.NONE ? management : management.compressing();
        management = images == Images.SHARED ? management : management.loadingImages();
        management =
                section.get("swap").map(Item::memory).map(management::swapping).orElse(management);
        Optional<Item> ratio = section.get("overcommit");
        return ratio.isEmpty() ? management : overcommitted(management, ratio.get());
    }

    private static MemoryManagement overcommitted(MemoryManagement management, Item ratio) {
        try {
            return management.overcommitted(MemoryManagement.ratio(ratio.text()));
        } catch (IllegalQuantity illegal) {
            throw ratio.refused(illegal.getMessage());
        }
    }
}
