package io.godwit.registry;

import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The members of groups, and the rules for how many there are.
///
/// A member is called `GROUP-N`. A VM of the group that has another name is no member: nobody multiplies it.
public final class Groups {

    /// What a person can read on a screen, and the controller can weigh at each look.
    static final int MAX_RULES = 1_000;

    private final NavigableMap<String, GroupRule> rules = new TreeMap<>();

    Groups() {}

    RegistryAnswer rule(String group, Optional<GroupRule> rule) {
        if (rule.isEmpty()) {
            rules.remove(group);
            return new RegistryAnswer.Done();
        }
        if (!rules.containsKey(group) && rules.size() >= MAX_RULES) {
            return new RegistryAnswer.Refused("the registry keeps at most " + MAX_RULES + " rules for groups");
        }
        rules.put(group, rule.get());
        return new RegistryAnswer.Done();
    }

    List<GroupRule> rules() {
        return List.copyOf(rules.values());
    }

    void restore(List<GroupRule> saved) {
        saved.forEach(rule -> rules.put(rule.group(), rule));
    }

    /// By their numbers.
    public static List<VmRecord> members(String group, Collection<VmRecord> vms) {
        return vms.stream()
                .filter(vm -> vm.spec().group().equals(group) && number(group, vm.id()) > 0)
                .sorted(Comparator.comparingLong(vm -> number(group, vm.id())))
                .toList();
    }

    /// So many more of the make of the newest member.
    ///
    /// @param gone names that may not come back
    public static List<VmSpec> more(String group, int count, List<VmRecord> members, Collection<VmId> gone) {
        VmSpec newest = members.getLast().spec();
        long last = number(group, newest.id());
        for (VmId name : gone) {
            last = Math.max(last, number(group, name));
        }
        List<VmSpec> more = new ArrayList<>(count);
        for (int each = 1; each <= count; each++) {
            more.add(newest.with(new VmId(group + "-" + (last + each))));
        }
        return more;
    }

    /// 0 for what is no member's name.
    private static long number(String group, VmId vm) {
        String name = vm.value();
        boolean isMember = name.startsWith(group + "-")
                && name.substring(group.length() + 1).matches("[1-9]\\d{0,8}");
        return isMember ? Long.parseLong(name.substring(group.length() + 1)) : 0;
    }

    /// What is answered without a change: it is so already, or can't be.
    ///
    /// @param now how many members there are
    /// @param all VMs that the registry has
    static Optional<RegistryAnswer> answer(RegistryCommand.ScaleGroup scale, int now, int all) {
        if (now == scale.to()) {
            return Optional.of(new RegistryAnswer.Done());
        }
        if (now != scale.from() || now == 0 || scale.to() < 1) {
            return Optional.of(
                    new RegistryAnswer.Refused("group " + scale.group() + " has " + now + " VMs, not " + scale.from()));
        }
        return all - now + scale.to() > RegistryState.MAX_VMS
                ? Optional.of(
                        new RegistryAnswer.Refused("the registry keeps at most " + RegistryState.MAX_VMS + " VMs"))
                : Optional.empty();
    }
}
