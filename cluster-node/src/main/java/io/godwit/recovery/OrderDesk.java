package io.godwit.recovery;

import io.godwit.history.FleetEvent.Evidence;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.Priority;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.AdoptVm;
import io.godwit.registry.RegistryCommand.Cordon;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.DestroyVm;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.registry.SavedImage;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/// Turns a wish into the registry commands that fulfil it, or into one sentence that says why not and what to do.
///
/// @param term of the controller that asks
record OrderDesk(FleetSettings settings, long term) {

    sealed interface Ruling {

        /// @param look hosts that should ask the registry once the commands are answered
        record Propose(List<RegistryCommand> commands, List<HostRecord> look) implements Ruling {}

        record Refuse(String why) implements Ruling {}

        /// A host is told, and the registry is not asked.
        record Tell(HostId host, HostWire message) implements Ruling {}

        /// If it is no refusal, this in the place of what it would propose.
        default Ruling proposing(RegistryCommand command) {
            return switch (this) {
                case Propose(var _, var look) -> new Propose(List.of(command), look);
                case Refuse refusal -> refusal;
                case Tell tell -> tell;
            };
        }
    }

    /// @param loads hosts with what they carry; one that may be given nothing now is marked so. Moves that begin are
    /// added
    /// @param places where migrations may begin
    Ruling rule(Wish wish, FleetView view, List<HostLoad> loads, Supplier<MovePlaces> places) {
        var changes = new ChangeDesk(settings);
        var copies = new CopyDesk(settings);
        return switch (wish) {
            case Wish.Create(var vms) -> create(vms, view, loads);
            case Wish.Adopt(var vm, var copy, var recalls) ->
                create(List.of(vm), view, loads).proposing(new AdoptVm(vm, copy, recalls));
            case Wish.Destroy(var vm) -> onVm(vm, view, record -> change(record, view, new DestroyVm(vm)));
            case Wish.Pause(var vm) -> onVm(vm, view, record -> changes.pause(record, view));
            case Wish.Resume(var vm) ->
                onVm(vm, view, record -> change(record, view, new SetDesired(vm, Desired.RUNNING)));
            case Wish.Stop(var vm) ->
                onVm(vm, view, record -> change(record, view, new SetDesired(vm, Desired.STOPPED)));
            case Wish.Start(var vm) -> onVm(vm, view, record -> changes.start(record, view, loads));
            case Wish.Reboot(var vm, var epoch) -> onVm(vm, view, record -> changes.reboot(record, epoch, view));
            case Wish.Revise revise -> onVm(revise.vm(), view, record -> changes.revise(record, revise, view, loads));
            case Wish.Clone clone -> onVm(clone.vm(), view, record -> copies.clone(record, clone, view, loads));
            case Wish.Snapshot snapshot -> onVm(snapshot.vm(), view, record -> copies.snapshot(record, snapshot, view));
            case Wish.Revert back -> onVm(back.vm(), view, record -> copies.revert(record, back, view));
            case Wish.OfImage about -> onImage(about, view, loads);
            case Wish.DropSnapshot(var vm, var name) -> onVm(vm, view, record -> CopyDesk.drop(record, name, view));
            case Wish.Scale(var group, var to) -> new ScaleDesk(settings).scale(group, to, view, loads);
            case Wish.Rule(var rule) -> new ScaleDesk(settings).rule(rule, view);
            case Wish.Unrule(var group) -> ScaleDesk.unrule(group);
            case Wish.Migrate move ->
                onVm(move.vm(), view, record -> new MoveDesk(settings.placement(), view, loads, places.get())
                        .migrate(record, move));
            case Wish.Cancel(var vm) -> onVm(vm, view, MoveDesk::cancel);
            case Wish.SwitchOver(var vm) -> onVm(vm, view, MoveDesk::switchOver);
            case Wish.Drain(var host, var priority) -> onHost(host, view, new Cordon(host, true, priority));
            case Wish.Restore(var host) -> onHost(host, view, new Cordon(host, false, Priority.NORMAL));
            case Wish.ConfirmEnded(var node, var incarnation) ->
                view.node(node)
                        .<Ruling>map(record -> confirmEnded(record, incarnation))
                        .orElseGet(() -> new Ruling.Refuse("there is no node " + node.value() + " in this fleet"));
            case Wish.Show _ -> new Ruling.Propose(List.of(), List.of());
        };
    }

    private Ruling create(List<VmSpec> vms, FleetView view, List<HostLoad> loads) {
        var fleet = new ArrayList<>(loads);
        var names = new TreeSet<VmId>();
        for (var vm : vms) {
            if (!names.add(vm.id())
                    || view.vm(vm.id())
                            .filter(known -> !known.spec().equals(vm))
                            .isPresent()) {
                return new Ruling.Refuse("there is a VM named " + vm.id() + " already: choose another name");
            }
            if (view.vm(vm.id()).isPresent()) {
                continue;
            }
            switch (settings.placement().choose(vm, fleet)) {
                case Choice.Chosen(var host) ->
                    fleet.replaceAll(load -> load.id().equals(host) ? load.with(vm) : load);
                case Choice.Nowhere(var why) -> {
                    return new Ruling.Refuse("there is no host for " + vm.id() + ": " + why);
                }
            }
        }
        return settings.tolerance()
                .shortfall(settings.placement(), fleet)
                .<Ruling>map(Ruling.Refuse::new)
                .orElseGet(() -> new Ruling.Propose(
                        vms.stream().<RegistryCommand>map(CreateVm::new).toList(), List.of()));
    }

    private Ruling onImage(Wish.OfImage wish, FleetView view, List<HostLoad> loads) {
        return switch (wish) {
            case Wish.SaveImage(var image, var vm, var snapshot) ->
                new Ruling.Propose(List.of(new RegistryCommand.SaveImage(image, vm, snapshot)), List.of());
            case Wish.RemoveImage(var image) ->
                new Ruling.Propose(List.of(new RegistryCommand.RemoveImage(image)), List.of());
            case Wish.Make(var vms, var image) -> make(vms, image, view, loads);
        };
    }

    private Ruling make(List<VmSpec> vms, String name, FleetView view, List<HostLoad> loads) {
        Optional<SavedImage> image = view.image(name);
        if (image.isEmpty()) {
            return new Ruling.Refuse("there is no saved image " + name + ": `godwit images` lists them");
        }
        String array = image.get().make().disk();
        boolean isElsewhere = vms.stream().anyMatch(vm -> !vm.disk().equals(array));
        if (isElsewhere) {
            return new Ruling.Refuse("image " + name + " is on " + array
                    + ", and the disk of a VM starts from it there:" + " use --disk " + array);
        }
        return create(vms, view, loads) instanceof Ruling.Refuse refusal
                ? refusal
                : new Ruling.Propose(
                        vms.stream()
                                .<RegistryCommand>map(vm -> new RegistryCommand.MakeVm(vm, name))
                                .toList(),
                        List.of());
    }

    private Ruling confirmEnded(NodeRecord node, long incarnation) {
        return incarnation > node.incarnation()
                ? new Ruling.Refuse("node " + node.node().value() + " has no incarnation " + incarnation + " yet")
                : new Ruling.Propose(
                        List.of(new DeclareLost(node.node(), incarnation, Evidence.PROCESS_ENDED, term)), List.of());
    }

    private static Ruling onHost(HostId host, FleetView view, RegistryCommand command) {
        return view.host(host).isPresent()
                ? new Ruling.Propose(List.of(command), List.of())
                : new Ruling.Refuse("there is no host " + host + ": `godwit hosts` lists them");
    }

    private static Ruling onVm(VmId vm, FleetView view, Function<VmRecord, Ruling> then) {
        return view.vm(vm)
                .map(then)
                .orElseGet(() -> new Ruling.Refuse("there is no VM " + vm + ": `godwit vms` lists them"));
    }

    static Ruling change(VmRecord vm, FleetView view, RegistryCommand command) {
        var look = vm.owner().flatMap(owner -> view.host(owner.host())).stream().toList();
        return new Ruling.Propose(List.of(command), look);
    }
}
