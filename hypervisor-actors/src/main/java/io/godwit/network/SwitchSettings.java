package io.godwit.network;

import io.godwit.device.PacketLoad;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.time.Duration;

/// How a learning switch behaves.
///
/// @param ageing an address that was silent for this long is forgotten
/// @param addresses how many it remembers; beyond them it learns no new one, and floods
/// @param floodLimit frames to everybody that one port may send in a time
/// @param floodBurst how many of them at once
/// @param burst what a port with a limited bandwidth may send at once
public record SwitchSettings(Duration ageing, int addresses, EventRate floodLimit, int floodBurst, MemorySize burst) {

    /// As IEEE 802.1D and the bridges of Linux have it, from memory.
    private static final Duration AGEING = Duration.ofMinutes(5);

    /// A rack and its clients; those of a fleet at once are known to the network outside alone.
    private static final int ADDRESSES_OF_A_HOST = 4_096;

    private static final int ADDRESSES_OF_A_FLEET = 1_000_000;

    /// A flood of so many small frames is less than 1 Mbit/s, and takes a guest some thousandths of its processor.
    private static final EventRate FLOOD_LIMIT = EventRate.perSecond(1_000);

    private static final int FLOOD_BURST = 100;

    /// What a guest hands over at once with segmentation offload.
    private static final MemorySize BURST = MemorySize.ofKibibytes(64);

    public SwitchSettings {
        if (ageing.isZero() || floodLimit.events() == 0 || floodBurst < 1 || addresses < 1) {
            throw new IllegalQuantity("a switch that never learns or floods anything: write numbers, an ageing time and"
                    + " a flood limit above zero");
        }
        if (addresses > ADDRESSES_OF_A_FLEET || floodBurst > PacketLoad.MOST_PER_SECOND) {
            throw new IllegalQuantity("a switch of " + addresses + " addresses and bursts of " + floodBurst
                    + ": write at most " + ADDRESSES_OF_A_FLEET + " and " + PacketLoad.MOST_PER_SECOND);
        }
        if (floodLimit.perSecond() > PacketLoad.MOST_PER_SECOND) {
            throw new IllegalQuantity("a flood limit of more frames than any card has: write at most "
                    + PacketLoad.MOST_PER_SECOND + "/s");
        }
        if (burst.compareTo(PacketLoad.LARGEST) < 0) {
            throw new IllegalQuantity(
                    "a burst of " + burst + ", in which the largest frame never passes a limited port:"
                            + " write at least " + PacketLoad.LARGEST);
        }
    }

    /// A host's own.
    public static SwitchSettings ofHost() {
        return new SwitchSettings(AGEING, ADDRESSES_OF_A_HOST, FLOOD_LIMIT, FLOOD_BURST, BURST);
    }

    /// The network outside the hosts, which knows all addresses of a fleet.
    public static SwitchSettings ofFleet() {
        return new SwitchSettings(AGEING, ADDRESSES_OF_A_FLEET, FLOOD_LIMIT, FLOOD_BURST, BURST);
    }
}
