package io.godwit.validation;

import io.godwit.drill.Words;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.unit.Frequency;
import io.godwit.virtualization.Burden;
import io.godwit.virtualization.Reason;
import io.godwit.vm.Mechanism;
import io.godwit.vm.VmKind;
import java.util.List;

/// What hypervisors cost guests, and how long guests take to start.
final class GuestExperiments {

    private static final Parameter<String> HYPERVISOR =
            Parameter.name("hypervisor", "a file under config/hypervisors", "kvm");

    private static final Parameter<String> MECHANISM =
            Parameter.choice("mechanism", "by which it runs the guest", Words.all(Mechanism.class));

    private static final Parameter<String> GUEST =
            Parameter.name("guest", "a file under config/guests", "kernel-build");

    private static final Parameter<String> REASON =
            Parameter.choice("event", "one event of the guest", Words.all(Reason.class));

    private static final Parameter<String> KIND = Parameter.choice("kind", "of guest", Words.all(VmKind.class));

    private static final Parameter<Frequency> CLOCK = Parameter.frequency(
                    "clock", "of the processor, where costs are in cycles", "2.4GHz")
            .between("500MHz", "6GHz");

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "guest-speed",
                    "a guest on a core of its own under a hypervisor, against the same without one",
                    "%",
                    List.of(HYPERVISOR, MECHANISM, GUEST, CLOCK),
                    GuestExperiments::speed),
            new Experiment(
                    "event-cost",
                    "what one event of a guest costs beyond a machine without a hypervisor",
                    "us",
                    List.of(HYPERVISOR, MECHANISM, REASON, CLOCK),
                    GuestExperiments::eventMicros),
            new Experiment(
                    "start-time",
                    "from the order to start a guest until its programs run",
                    "s",
                    List.of(HYPERVISOR, KIND),
                    GuestExperiments::startSeconds));

    private GuestExperiments() {}

    private static double speed(Trial trial) {
        var activity = trial.guest(trial.get(GUEST)).activity();
        return 100
                * Burden.of(activity, trial.profile(trial.get(HYPERVISOR)), mechanism(trial), trial.get(CLOCK))
                        .speed();
    }

    private static double eventMicros(Trial trial) {
        var reason = Words.constant(Reason.class, trial.get(REASON)).orElseThrow();
        return trial.profile(trial.get(HYPERVISOR)).path(mechanism(trial), reason).stream()
                        .mapToDouble(it -> it.cost().nanosAt(trial.get(CLOCK)))
                        .sum()
                / 1e3;
    }

    private static double startSeconds(Trial trial) {
        var kind = Words.constant(VmKind.class, trial.get(KIND)).orElseThrow();
        var boot = trial.profile(trial.get(HYPERVISOR)).boot().get(kind);
        if (boot == null) {
            throw new IllegalSetting(
                    trial.get(HYPERVISOR) + " runs no guests of kind " + trial.get(KIND) + ": write another");
        }
        return boot.time().toNanos() / 1e9;
    }

    private static Mechanism mechanism(Trial trial) {
        return Words.constant(Mechanism.class, trial.get(MECHANISM)).orElseThrow();
    }
}
