package io.godwit.drill.play;

import io.godwit.drill.Action.Deed;
import io.godwit.drill.VmChoice;
import io.godwit.history.Event;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.VmId;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.Orders;
import io.godwit.registry.GroupRule;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Steps that the fleet carries out with VMs that are there. A host's word for what it did is the evidence of a stop, a
/// start and a reboot; of a change it is the controller's, who waits for the host's.
final class Turns {

    private final Chooser chooser;
    private final Orders orders;
    private final BiConsumer<Strike, String> refused;
    private final Portage portage;
    private final Map<VmId, Strike> stopping = new TreeMap<>();
    private final Map<VmId, Strike> starting = new TreeMap<>();
    private final Map<VmId, Strike> copying = new TreeMap<>();
    private final Map<VmId, Strike> destroying = new TreeMap<>();

    /// @param refused is told why the fleet refuses a step
    Turns(Chooser chooser, Orders orders, Portage portage, BiConsumer<Strike, String> refused) {
        this.portage = portage;
        this.chooser = chooser;
        this.orders = orders;
        this.refused = refused;
    }

    void take(Strike strike, VmChoice choice, Deed deed, FleetView view) {
        var chosen =
                switch (deed) {
                    case Deed.Start() -> chooser.vms(choice, view, vm -> vm.desired() == Desired.STOPPED);
                    case Deed.Cancel(), Deed.Postcopy() ->
                        chooser.vms(choice, view, vm -> vm.migration().isPresent());
                    default -> chooser.vms(choice, view);
                };
        for (var vm : chosen) {
            view.vm(vm).ifPresent(record -> order(strike, record, deed));
        }
    }

    private void order(Strike strike, VmRecord record, Deed deed) {
        var vm = record.id();
        switch (deed) {
            case Deed.Stop() -> give(strike, new Wish.Stop(vm), stopping, vm);
            case Deed.Start() -> give(strike, new Wish.Start(vm), starting, vm);
            case Deed.Reboot() -> give(strike, new Wish.Reboot(vm, record.epoch()), starting, vm);
            case Deed.Cancel() -> give(strike, new Wish.Cancel(vm), vm + " stays on its host");
            case Deed.Postcopy() ->
                give(strike, new Wish.SwitchOver(vm), vm + " goes on at its target before its pages");
            case Deed.Resize(var change, var byReboot) ->
                give(strike, new Wish.Revise(vm, change, byReboot), vm + " was resized");
            case Deed.Clone(var as, var full) -> give(strike, new Wish.Clone(vm, List.of(as), full), starting, as);
            case Deed.Snapshot(var as, var memory) -> give(strike, new Wish.Snapshot(vm, as, memory), copying, vm);
            case Deed.RestoreVm(var to) -> give(strike, new Wish.Revert(vm, record.epoch(), to), starting, vm);
            case Deed.Destroy() -> give(strike, new Wish.Destroy(vm), destroying, vm);
            case Deed.DropSnapshot(var name) ->
                give(strike, new Wish.DropSnapshot(vm, name), "snapshot " + name + " of " + vm + " was deleted");
            case Deed.Export export -> portage.export(strike, record, export);
            case Deed.Import wanted -> bring(strike, wanted);
            case Deed.SaveImage(var as, var of) ->
                give(strike, new Wish.SaveImage(as, vm, of), "image " + as + " is of " + vm);
            case Deed.RemoveImage(var name) ->
                give(strike, new Wish.RemoveImage(name), "image " + name + " was removed");
            case Deed.Create(var as, var image) ->
                give(strike, new Wish.Make(List.of(record.spec().with(as)), image), starting, as);
            case Deed.Scale _, Deed.ScaleBy _ -> scale(strike, deed);
            case Deed.Stand(var change, var byReboot) ->
                give(strike, new Wish.Revise(vm, change, byReboot), vm + " has another standing for memory");
            case Deed.Pin(var change) -> give(strike, new Wish.Revise(vm, change, false), vm + " was pinned");
        }
    }

    private void bring(Strike strike, Deed.Import wanted) {
        if (portage.bring(strike, wanted)) {
            starting.put(wanted.as(), strike);
        }
    }

    private void scale(Strike strike, Deed deed) {
        switch (deed) {
            case Deed.Scale(var group, var to) ->
                give(strike, new Wish.Scale(group, to), "group " + group + " has " + to + " VMs");
            case Deed.ScaleBy by -> give(strike, rule(by), "group " + by.group() + " follows its rule");
            default -> throw new IllegalArgumentException("scales nothing: " + deed);
        }
    }

    static Wish.Rule rule(Deed.ScaleBy by) {
        int permille = by.utilisation().permille();
        return new Wish.Rule(new GroupRule(
                by.group(), by.min(), by.max(), permille, by.cooldown().toNanos()));
    }

    /// @param evidence where a host's word about the VM is waited for
    private void give(Strike strike, Wish wish, Map<VmId, Strike> evidence, VmId vm) {
        evidence.put(vm, strike);
        give(strike, wish, "");
    }

    /// @param done what an acceptance is evidence of; empty: of nothing
    private void give(Strike strike, Wish wish, String done) {
        orders.give(wish, outcome -> {
            switch (outcome) {
                case Outcome.Refused(var why) -> refused.accept(strike, why);
                case Outcome.Accepted _ -> {
                    if (!done.isEmpty()) {
                        strike.felt(done);
                    }
                }
                case Outcome.Shown _ -> throw new IllegalStateException("nobody asked to be shown anything");
            }
        });
    }

    void observe(Event event) {
        switch (event) {
            case GuestEvent.Stopped(var vm, var host, var _, var why)
            when why == Why.REQUESTED && stopping.containsKey(vm) ->
                stopping.remove(vm).felt(vm + " stopped on " + host);
            case GuestEvent.Started(var vm, var host, var epoch, var _, var _)
            when starting.containsKey(vm) -> starting.remove(vm).felt(vm + " started on " + host + ", epoch " + epoch);
            case GuestEvent.Recalled(var vm, var host, var epoch, var copy, var _)
            when starting.containsKey(vm) ->
                starting.remove(vm)
                        .felt(vm + " goes on on " + host + " from the memory of " + copy + ", epoch " + epoch);
            case GuestEvent.Copied(var vm, var host, var _, var copy, var _)
            when copying.containsKey(vm) -> copying.remove(vm).felt(copy + " was taken of " + vm + " on " + host);
            case RegistryEvent.Decided(var index, var _, RegistryEvent.VmDestroyed(var vm))
            when destroying.containsKey(vm) ->
                destroying.remove(vm).felt(vm + " was destroyed by entry " + index + " of the registry's log");
            default -> {}
        }
    }
}
