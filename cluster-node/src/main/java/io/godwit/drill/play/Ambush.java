package io.godwit.drill.play;

import io.godwit.drill.Action;
import io.godwit.drill.Step;
import io.godwit.drill.Trigger;
import io.godwit.link.Endpoint;
import io.godwit.node.HoldWire;
import io.godwit.recovery.Orders;

/// Lets migrations wait where a step is to strike them.
record Ambush(Scene scene) {

    void lay() {
        for (var step : scene.drill().timeline()) {
            if (step.action() instanceof Action.Crash
                    && step.trigger() instanceof Trigger.When(Trigger.MigrationEnters moment)) {
                lay(step, moment);
            }
        }
    }

    private void lay(Step step, Trigger.MigrationEnters moment) {
        var group =
                switch (moment.whose()) {
                    case Trigger.First() -> "";
                    case Trigger.FirstOf(var name) -> name;
                    case Trigger.Of(var vm) -> vm.value();
                };
        var arm = new HoldWire.Arm(step.id(), group, moment.phase(), Timetable.sideOf(step, moment.phase()));
        for (var node : scene.drill().fleet().topology().nodes()) {
            scene.stage().link().send(Orders.SERVICE, new Endpoint(node.id(), HoldWire.SERVICE), arm);
        }
    }
}
