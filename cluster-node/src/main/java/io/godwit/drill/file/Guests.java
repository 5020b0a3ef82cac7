package io.godwit.drill.file;

import io.godwit.drill.VmChoice;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the words for VMs: `vm db-1`, `3 vms of web`, `any vm`.
final class Guests {

    private static final Pattern NAMED = Pattern.compile("vm (\\S+)");
    private static final Pattern SOME = Pattern.compile("([0-9]{1,6}) vms? of (\\S+)");
    private static final Pattern NUMBERED = Pattern.compile("(\\S+)-([1-9][0-9]{0,8})");

    private final List<Group> groups;

    Guests(List<Group> groups) {
        this.groups = groups;
    }

    List<Group> groups() {
        return groups;
    }

    VmChoice choice(Item item, String text) {
        if (text.equals("any vm")) {
            return new VmChoice.Any();
        }
        Matcher named = NAMED.matcher(text);
        if (named.matches()) {
            return new VmChoice.Named(vm(item, named.group(1)));
        }
        Matcher some = SOME.matcher(text);
        if (!some.matches()) {
            throw item.refused("'" + text + "' is no VM: write vm NAME, 3 vms of GROUP, or any vm");
        }
        int count = Integer.parseInt(some.group(1));
        Group group = group(item, some.group(2));
        if (count < 1 || count > group.count()) {
            throw item.refused(
                    "group '" + group.name() + "' has " + group.count() + " VMs: write 1 to " + group.count());
        }
        return new VmChoice.SomeOf(count, group.name());
    }

    /// The VM of this name, if it is of no group: one that a step makes, perhaps.
    Optional<VmId> stranger(String text) {
        Matcher named = NAMED.matcher(text);
        if (!named.matches()) {
            return Optional.empty();
        }
        String name = named.group(1);
        boolean isOfGroup = groups.stream().anyMatch(group -> name.startsWith(group.name() + "-"));
        return isOfGroup ? Optional.empty() : Optional.of(new VmId(name));
    }

    VmId vm(Item item, String name) {
        Matcher numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            throw item.refused("there is no VM '" + name + "': write GROUP-NUMBER, like "
                    + groups.getFirst().name() + "-1");
        }
        Group group = group(item, numbered.group(1));
        if (Integer.parseInt(numbered.group(2)) > group.count()) {
            throw item.refused("there is no VM '" + name + "': group '" + group.name() + "' ends with " + group.name()
                    + "-" + group.count());
        }
        return new VmId(name);
    }

    Group group(Item item, String name) {
        return groups.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> item.refused("there is no group '" + name + "': "
                        + Nearest.remedy(name, groups.stream().map(Group::name).toList())));
    }

    /// The groups a choice may take VMs from.
    List<Group> groups(VmChoice choice) {
        return switch (choice) {
            case VmChoice.Any() -> groups;
            case VmChoice.SomeOf(int _, var name) ->
                groups.stream().filter(group -> group.name().equals(name)).toList();
            case VmChoice.Named(var vm) ->
                groups.stream().filter(group -> isOf(vm, group)).toList();
        };
    }

    /// The group of a VM that there is.
    Group groupOf(VmId vm) {
        return groups.stream().filter(group -> isOf(vm, group)).findFirst().orElseThrow();
    }

    static boolean isOf(VmId vm, Group group) {
        return vm.value().substring(0, vm.value().lastIndexOf('-')).equals(group.name());
    }
}
