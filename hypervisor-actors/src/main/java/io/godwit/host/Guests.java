package io.godwit.host;

import io.godwit.vm.GuestState;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.Workload;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// The actors of a host's guests, by slot, and what waits until a guest has settled its memory.
final class Guests {

    private final Spawner spawner;
    private final List<Optional<ActorRef<VirtualMachine.Command>>> bySlot = new ArrayList<>();
    private final Map<Integer, Queue<Runnable>> settling = new TreeMap<>();
    private long spawned;

    /// The hypervisor, as far as it makes and ends the actors of its guests.
    interface Spawner {

        /// @param name of the actor, new on this host
        ActorRef<VirtualMachine.Command> spawn(Resident resident, GuestState state, String name);

        Workload workload(Resident resident);

        void end(ActorRef<VirtualMachine.Command> guest);

        /// What the guest got since it was last told, where its host knows only afterwards.
        OptionalLong received(int slot);
    }

    Guests(Spawner spawner) {
        this.spawner = spawner;
    }

    /// Makes the guest, paused.
    void spawn(Resident resident, GuestState state) {
        spawned++;
        String name = "vm-" + URLEncoder.encode(resident.id().value(), StandardCharsets.UTF_8) + "-" + spawned;
        while (bySlot.size() <= resident.slot()) {
            bySlot.add(Optional.empty());
        }
        bySlot.set(resident.slot(), Optional.of(spawner.spawn(resident, state, name)));
    }

    /// Sends to the guest in the slot, if there is one.
    void tell(int slot, VirtualMachine.Command command) {
        if (slot < bySlot.size()) {
            bySlot.get(slot).ifPresent(guest -> {
                if (looksBack(command)) {
                    spawner.received(slot)
                            .ifPresent(nanoCores -> guest.tell(new VirtualMachine.CpuReceived(nanoCores)));
                }
                guest.tell(command);
            });
        }
    }

    /// Whether the guest will look at how far it has come, or start a new stretch of its way.
    private static boolean looksBack(VirtualMachine.Command command) {
        return switch (command) {
            case VirtualMachine.Wake _,
                    VirtualMachine.SettleMemory _,
                    VirtualMachine.Pause _,
                    VirtualMachine.Pace _,
                    VirtualMachine.Refit _ -> true;
            default -> false;
        };
    }

    /// What the guest is to do here.
    Workload workload(Resident resident) {
        return spawner.workload(resident);
    }

    /// The guest has what its VM's spec says now.
    void refit(Resident resident) {
        tell(resident.slot(), new VirtualMachine.Refit(spawner.workload(resident)));
    }

    /// Asks for the guest's page accesses up to now.
    ///
    /// @param then is done when they have come and are made, see [#settled]
    void settleFirst(int slot, Runnable then) {
        settling.computeIfAbsent(slot, none -> new ArrayDeque<>()).add(then);
        tell(slot, VirtualMachine.SettleMemory.INSTANCE);
    }

    /// The page accesses that somebody waited for have come and are made.
    void settled(int slot) {
        Queue<Runnable> waiting = settling.get(slot);
        if (waiting == null) {
            throw new IllegalStateException("nobody asked the guest in slot " + slot + " to settle");
        }
        Runnable then = waiting.remove();
        if (waiting.isEmpty()) {
            settling.remove(slot);
        }
        then.run();
    }

    /// Ends a guest of which no message is on its way.
    void end(Resident resident) {
        int slot = resident.slot();
        if (slot < bySlot.size()) {
            bySlot.get(slot).ifPresent(spawner::end);
            bySlot.set(slot, Optional.empty());
        }
    }
}
