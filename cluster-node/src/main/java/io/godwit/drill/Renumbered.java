package io.godwit.drill;

import io.godwit.drill.Trigger.MigrationEnds;
import io.godwit.drill.Trigger.MigrationEnters;
import io.godwit.drill.Trigger.Moment;
import io.godwit.drill.Trigger.Of;
import io.godwit.drill.Trigger.When;
import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A drill whose VMs have other numbers, for a fleet that has played before: a fleet never forgets a name, and the name
/// of a VM that was destroyed is not given again.
///
/// In the third drill on a fleet, `app-1` is `app-201`, or `app-2001` where groups have more than 99 VMs.
public final class Renumbered {

    private final Map<VmId, VmId> names = new TreeMap<>();

    private Renumbered(List<VmSpec> vms, long offset) {
        for (var vm : vms) {
            var number = Long.parseLong(vm.id().value().substring(vm.group().length() + 1));
            names.put(vm.id(), new VmId(vm.group() + "-" + (number + offset)));
        }
    }

    /// @param before how many drills the fleet has played; 0 leaves the drill as it is
    public static Drill of(Drill drill, int before) {
        if (before == 0) {
            return drill;
        }
        var vms = drill.fleet().vms();
        var stride = 100L;
        while (stride <= vms.size()) {
            stride *= 10;
        }
        return new Renumbered(vms, before * stride).renumber(drill);
    }

    private Drill renumber(Drill drill) {
        var fleet = drill.fleet();
        return new Drill(
                drill.name(),
                drill.cell(),
                new Fleet(
                        fleet.topology(),
                        fleet.vms().stream().map(this::renumber).toList(),
                        fleet.rules(),
                        fleet.permit(),
                        fleet.migration(),
                        fleet.limits()),
                drill.steady(),
                drill.timeline().stream().map(this::renumber).toList(),
                drill.heal(),
                drill.expect(),
                drill.run());
    }

    private VmSpec renumber(VmSpec vm) {
        return vm.with(now(vm.id()));
    }

    private Step renumber(Step step) {
        var trigger = step.trigger() instanceof When(var moment) ? new When(renumber(moment)) : step.trigger();
        var action =
                switch (step.action()) {
                    case Action.Migrate(VmChoice.Named(var vm), var to, var mode, var terms, var priority) ->
                        new Action.Migrate(new VmChoice.Named(now(vm)), to, mode, terms, priority);
                    case Action.Order(VmChoice.Named(var vm), var deed) ->
                        new Action.Order(new VmChoice.Named(now(vm)), deed);
                    case Action.CrashGuest(var vm, var panic) -> new Action.CrashGuest(now(vm), panic);
                    case Action.Misbehave(var vms, var conduct, var lasting) ->
                        new Action.Misbehave(
                                vms instanceof VmChoice.Named(var vm) ? new VmChoice.Named(now(vm)) : vms,
                                new Action.Conduct(conduct.how(), conduct.as().map(this::now)),
                                lasting);
                    default -> step.action();
                };
        return new Step(step.id(), trigger, action);
    }

    private Moment renumber(Moment moment) {
        return switch (moment) {
            case MigrationEnds(var vm) -> new MigrationEnds(now(vm));
            case MigrationEnters(Of(var vm), var phase) -> new MigrationEnters(new Of(now(vm)), phase);
            default -> moment;
        };
    }

    private VmId now(VmId before) {
        return names.getOrDefault(before, before);
    }
}
