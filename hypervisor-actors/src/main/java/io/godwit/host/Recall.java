package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Seal;
import io.godwit.host.Residency.Boot;
import io.godwit.host.Residency.Recalling;
import io.godwit.memory.AddressSpace;
import io.godwit.vm.GuestState;
import java.util.Optional;

/// Brings memories back that were kept beside a copy of a disk, batch after batch, and proves by its digest that each
/// is what it was. Where it is not, or is not there any more, the guest boots: its disk is there.
///
/// ```
/// Opening --disk opened, with a memory--> Recalling --all of it is here, and proven--> Running
///                                                   --not there, or another-----------> Booting
/// ```
final class Recall {

    private final HostState state;
    private final Disks disks;
    private final Wires wires;
    private final LifecycleDesk life;

    Recall(HostState state, Disks disks, Wires wires, LifecycleDesk life) {
        this.state = state;
        this.disks = disks;
        this.wires = wires;
        this.life = life;
    }

    /// Whether there is a memory that this start is to go on from.
    static boolean isWanted(Boot boot, Disk.Opened opened) {
        return boot.recall().isPresent() && opened.memory().isPresent();
    }

    void begin(Resident resident, long epoch, Boot boot, Disk.Opened opened) {
        askOrEnd(resident, new Recalling(0, epoch, boot, opened, 0));
    }

    void loaded(Disk.Loaded loaded) {
        state.find(loaded.vm()).ifPresent(resident -> {
            if (resident.phase() instanceof Recalling phase && phase.request() == loaded.request()) {
                take(resident, phase, loaded);
            }
        });
    }

    void missing(Disk.Missing missing) {
        state.find(missing.vm()).ifPresent(resident -> {
            if (resident.phase() instanceof Recalling phase && phase.request() == missing.request()) {
                bootInstead(resident, phase);
            }
        });
    }

    private void take(Resident resident, Recalling phase, Disk.Loaded loaded) {
        if (!loaded.pages().fits(resident.memory().pages())) {
            bootInstead(resident, phase);
            return;
        }
        state.write(resident, loaded.pages(), wires.now());
        wires.memorySettled();
        askOrEnd(resident, new Recalling(0, phase.epoch(), phase.boot(), phase.opened(), phase.index() + 1));
    }

    private void askOrEnd(Resident resident, Recalling phase) {
        if (phase.index() < seal(phase).batches()) {
            long request = disks.load(resident.spec(), phase.copy(), phase.index());
            resident.enter(new Recalling(request, phase.epoch(), phase.boot(), phase.opened(), phase.index()));
        } else {
            proven(resident, phase)
                    .ifPresentOrElse(
                            guest -> life.goOnFrom(resident, phase, guest), () -> bootInstead(resident, phase));
        }
    }

    /// The guest as it was kept; empty if its memory is not what it was.
    private static Optional<GuestState> proven(Resident resident, Recalling phase) {
        return resident.memory().digest() == seal(phase).digest()
                ? SavedGuest.read(seal(phase).state())
                : Optional.empty();
    }

    /// Nothing of what came is kept.
    private void bootInstead(Resident resident, Recalling phase) {
        AddressSpace memory = resident.memory();
        resident.share(AddressSpace.over(memory.image(), memory.pages()));
        state.settleFrames(resident);
        life.boot(resident, phase.epoch(), phase.boot(), phase.opened().held());
    }

    private static Seal seal(Recalling phase) {
        return phase.opened().memory().orElseThrow();
    }
}
