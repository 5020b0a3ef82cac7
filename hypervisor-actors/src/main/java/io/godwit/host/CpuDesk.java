package io.godwit.host;

import io.godwit.vm.VirtualMachine;
import java.time.Duration;

/// Shares out a host's CPU once per instant, when all that happens in it has happened, and wakes guests that want to
/// think about what they want again: with one timer for the earliest of them.
final class CpuDesk {

    private final CpuBoard board;
    private final DeviceBoard devices;
    private final Guests guests;
    private final Wires wires;
    private boolean instantOpen;
    private long alarmAtNs = CpuBoard.NEVER;

    CpuDesk(HostState state, Guests guests, Wires wires) {
        this.board = state.cpu();
        this.devices = state.devices();
        this.guests = guests;
        this.wires = wires;
    }

    /// Somebody's claim changed. A timer without delay fires when all that happens in this instant has happened.
    void share() {
        if (!instantOpen) {
            instantOpen = true;
            wires.after(Duration.ZERO, Inner.InstantEnded.INSTANCE);
        }
    }

    /// The instant is over.
    void shareNow() {
        instantOpen = false;
        int changes = board.share(wires.now());
        for (int i = 0; i < changes; i++) {
            int slot = board.changed(i);
            if (devices.running(slot).isEmpty()) { // others are told by BulkDesk what is left for their own work
                guests.tell(slot, new VirtualMachine.CpuGrant(board.grantNanoCores(slot)));
            }
        }
        long firstNs = board.firstWakeNs();
        if (firstNs < alarmAtNs) {
            alarmAtNs = firstNs;
            wires.after(Duration.ofNanos(firstNs - wires.now()), new Inner.AlarmRang(firstNs));
        }
    }

    /// An alarm that was overtaken by an earlier one finds nobody due, and is set again if somebody needs it.
    void alarm(long atNs) {
        if (atNs == alarmAtNs) {
            alarmAtNs = CpuBoard.NEVER;
        }
        board.wakeDue(wires.now(), slot -> guests.tell(slot, VirtualMachine.Wake.INSTANCE));
        share();
    }
}
