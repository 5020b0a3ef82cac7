package io.godwit.door;

import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.GroupRule;
import io.godwit.unit.Durations;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.Optional;

/// Reads how many VMs a group is to have: a number, or a rule.
final class ScaleForm {

    private static final int MAX = 10_000;

    /// Longer than a start takes, so that what was started last has its part of the load.
    private static final Duration COOLDOWN = Duration.ofSeconds(30);

    private ScaleForm() {}

    /// @throws Malformed if it says neither, or both
    static Request.Change read(String group, Form form) {
        Optional<Integer> to = form.whole("to", 1, MAX);
        Optional<Integer> min = form.whole("min", 1, MAX);
        Optional<Integer> max = form.whole("max", 1, MAX);
        Optional<Share> target = form.quantity("target", Share::parse);
        Optional<Duration> cooldown = form.quantity("cooldown", Durations::parse);
        boolean free = form.flag("free");
        boolean rule = min.isPresent() || max.isPresent() || target.isPresent() || cooldown.isPresent();
        int said = (to.isPresent() ? 1 : 0) + (free ? 1 : 0) + (rule ? 1 : 0);
        if (said != 1) {
            throw new Malformed("a group has a size, or a rule: write \"to\": 20, or \"min\": 2, \"max\": 20,"
                    + " \"target\": \"60%\", or \"free\": true to end its rule");
        }
        if (to.isPresent()) {
            return new Request.Change(
                    new Wish.Scale(group, to.get()), "group " + group + " has " + to.get() + " VMs now");
        }
        if (free) {
            return new Request.Change(new Wish.Unrule(group), "group " + group + " keeps its size");
        }
        return ruled(new GroupRule(
                group,
                form.require("min", min, "\"min\": 2"),
                form.require("max", max, "\"max\": 20"),
                form.require("target", target, "\"target\": \"60%\"").permille(),
                cooldown.orElse(COOLDOWN).toNanos()));
    }

    private static Request.Change ruled(GroupRule rule) {
        if (rule.min() > rule.max()) {
            throw new Malformed(
                    "'min' of " + rule.min() + " is " + (rule.min() - rule.max()) + " above 'max': lower it");
        }
        if (rule.targetPermille() == 0) {
            throw new Malformed("'target' is nothing, which no number of VMs reaches: write a share above 0");
        }
        return new Request.Change(
                new Wish.Rule(rule),
                "group " + rule.group() + " has " + rule.min() + " to " + rule.max() + " VMs from now on, by its load");
    }
}
