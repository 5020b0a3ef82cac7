package io.godwit.drill.file;

import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.guest.DeviceLoad;
import io.godwit.identity.VmId;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;

/// Reads what a group's guests ask of their devices: `io: {rate: 2000/s, size: 4KiB, read: 70%, order: random, depth:
/// 32, waits: true}`, `packets: {rate: 10000/s, size: 1500B, to: web-2, received: 500/s, waits: true}`.
final class LoadReader {

    private static final String OUTSIDE = "outside";
    private static final EventRate NONE = EventRate.perSecond(0);

    private enum Order {
        RANDOM,
        SEQUENTIAL
    }

    private final Guests guests;
    private final Group group;

    /// @param group whose workload it is
    LoadReader(Guests guests, Group group) {
        this.guests = guests;
        this.group = group;
    }

    DeviceLoad read(Section workload) {
        return new DeviceLoad(
                workload.get("io").map(LoadReader::block),
                workload.get("packets").map(this::packets));
    }

    private PacketLoad packets(Item item) {
        var section = item.section("rate", "size", "to", "received", "waits");
        EventRate sent = section.get("rate", LoadReader::frames, NONE);
        EventRate received = section.get("received", LoadReader::frames, NONE);
        if (sent.events() == 0 && received.events() == 0) {
            throw item.refused("has no frames: add rate: 10000/s, or received: 500/s");
        }
        Optional<VmId> to =
                section.get("to").filter(other -> !other.text().equals(OUTSIDE)).map(this::receiver);
        return PacketLoad.sending(sent)
                .receiving(received)
                .of(section.get("size", LoadReader::frame, PacketLoad.USUAL))
                .to(to)
                .waiting(section.get("waits", LoadReader::flag, true));
    }

    /// A VM that frames of the group can get to.
    private VmId receiver(Item item) {
        VmId to = guests.vm(item, item.text());
        if (Guests.isOf(to, group)) {
            throw item.refused(
                    "is of the group itself, and would send to itself: name a VM of another group, or " + OUTSIDE);
        }
        String theirs = lan(guests.groupOf(to));
        if (!theirs.equals(lan(group))) {
            throw item.refused("is in " + theirs + " and '" + group.name() + "' in " + lan(group)
                    + ", between which no frame passes: give both groups the same network-device: {vlan: ...}");
        }
        return to;
    }

    private static String lan(Group group) {
        return group.first()
                .platform()
                .network()
                .vlan()
                .map(vlan -> "virtual LAN " + vlan)
                .orElse("no virtual LAN");
    }

    private static EventRate frames(Item item) {
        EventRate rate = item.rate();
        if (rate.perSecond() > PacketLoad.MOST_PER_SECOND) {
            throw item.refused("is more than any card does: write at most " + PacketLoad.MOST_PER_SECOND + "/s");
        }
        return rate;
    }

    private static MemorySize frame(Item item) {
        MemorySize size = item.memory();
        try {
            return PacketLoad.checked(size);
        } catch (IllegalQuantity illegal) {
            throw item.refused(illegal.getMessage());
        }
    }

    private static BlockLoad block(Item item) {
        var section = item.section("rate", "size", "read", "order", "depth", "waits");
        Item rate = section.require("rate", "rate: 2000/s");
        try {
            BlockLoad load = BlockLoad.writing(rate.rate())
                    .reading(section.get("read", WorkloadSection::wholePermille, 0))
                    .of(section.get("size", LoadReader::size, MemorySize.ofKibibytes(4)))
                    .deep(section.get("depth", depth -> depth.whole(1, BlockLoad.MOST_DEPTH), BlockLoad.USUAL_DEPTH))
                    .waiting(section.get("waits", LoadReader::flag, true));
            return section.get("order", order -> order.word(Order.class), Order.RANDOM) == Order.SEQUENTIAL
                    ? load.inOrder()
                    : load;
        } catch (IllegalQuantity illegal) {
            throw rate.refused(illegal.getMessage());
        }
    }

    private static MemorySize size(Item item) {
        MemorySize size = item.memory();
        try {
            return BlockLoad.checked(size);
        } catch (IllegalQuantity illegal) {
            throw item.refused(illegal.getMessage());
        }
    }

    static boolean flag(Item item) {
        return item.oneOf(List.of("true", "false")).equals("true");
    }
}
