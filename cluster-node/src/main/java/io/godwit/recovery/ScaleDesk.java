package io.godwit.recovery;

import io.godwit.placement.HostLoad;
import io.godwit.placement.Placement.Choice;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.GroupRule;
import io.godwit.registry.Groups;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.RuleGroup;
import io.godwit.registry.RegistryCommand.ScaleGroup;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules on how many VMs a group has: all that it is to have more fit at once, or none is made.
record ScaleDesk(FleetSettings settings) {

    /// What one message of the registry's log holds, and a fleet starts at once.
    static final int MAX_STEP = 200;

    Ruling scale(String group, int to, FleetView view, List<HostLoad> loads) {
        List<VmRecord> members = view.members(group);
        if (members.isEmpty()) {
            return noGroup(group);
        }
        int more = to - members.size();
        if (more > MAX_STEP) {
            return new Ruling.Refuse("group " + group + " has " + members.size() + " VMs, and gets at most " + MAX_STEP
                    + " more at once: write " + (members.size() + MAX_STEP) + " or less");
        }
        Optional<String> noRoom = more > 0 ? noRoom(group, more, members, loads) : Optional.empty();
        List<RegistryCommand> step = more == 0 ? List.of() : List.of(new ScaleGroup(group, members.size(), to));
        return noRoom.<Ruling>map(Ruling.Refuse::new)
                .orElseGet(() -> new Ruling.Propose(step, List.copyOf(view.hosts())));
    }

    Ruling rule(GroupRule rule, FleetView view) {
        return view.members(rule.group()).isEmpty()
                ? noGroup(rule.group())
                : new Ruling.Propose(List.of(new RuleGroup(rule.group(), Optional.of(rule))), List.of());
    }

    static Ruling unrule(String group) {
        return new Ruling.Propose(List.of(new RuleGroup(group, Optional.empty())), List.of());
    }

    /// Why so many more can't be, if so.
    private Optional<String> noRoom(String group, int more, List<VmRecord> members, List<HostLoad> loads) {
        List<HostLoad> fleet = new ArrayList<>(loads);
        int placed = 0;
        for (VmSpec vm : Groups.more(group, more, members, List.of())) {
            switch (settings.placement().choose(vm, fleet)) {
                case Choice.Chosen(var host) ->
                    fleet.replaceAll(load -> load.id().equals(host) ? load.with(vm) : load);
                case Choice.Nowhere(var why) -> {
                    return Optional.of("group " + group + " can have " + (members.size() + placed) + " VMs, "
                            + (more - placed) + " less than that: " + why);
                }
            }
            placed++;
        }
        return settings.tolerance().shortfall(settings.placement(), fleet);
    }

    private static Ruling noGroup(String group) {
        return new Ruling.Refuse(
                "there is no group " + group + ": `godwit vm create " + group + " --count 2 --memory 1GiB` makes one");
    }
}
