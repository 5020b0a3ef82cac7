package io.godwit.door;

import java.util.Optional;

/// A group as a door shows it.
///
/// @param rule how many VMs it is to have, where its size follows its utilisation
public record GroupView(String group, int vms, int running, Optional<Rule> rule) {

    /// @param target of its VMs' CPU, such as `60%`
    public record Rule(int min, int max, String target, String cooldown) {}
}
