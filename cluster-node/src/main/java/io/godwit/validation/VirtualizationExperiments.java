package io.godwit.validation;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.guest.Activity;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.Words;
import io.godwit.virtualization.Burden;
import io.godwit.virtualization.GuestPreset;
import io.godwit.virtualization.LifeStep;
import io.godwit.virtualization.Profile;
import io.godwit.virtualization.Reason;
import io.godwit.vm.Mechanism;
import io.godwit.vm.VmKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What events, workloads and starts cost under hypervisors.
final class VirtualizationExperiments {

    private static final Parameter<String> HYPERVISOR = Parameter.choice(
            "hypervisor",
            "a file under config/hypervisors",
            List.of("kvm", "firecracker", "docker", "lxc", "xen-2003", "vmware-workstation-2003", "uml-2003"));

    private static final Parameter<String> MECHANISM = Parameter.choice(
            "mechanism", "by which it runs the guest", List.of("nested-paging", "hypercalls", "binary-translation"));

    private static final Parameter<String> GUEST = Parameter.choice(
            "guest",
            "a file under config/guests, or none that only computes",
            List.of("none", "kernel-build-2003", "oltp-2003"));

    private static final Parameter<String> EVENT = Parameter.choice(
            "event", "one event of a guest", List.of("privileged", "context-switch", "page-fault", "program-start"));

    private static final Parameter<Duration> NATIVE = Parameter.time(
                    "native", "what the event takes without a hypervisor", "0s")
            .between("0s", "1s");

    private static final Parameter<Frequency> CLOCK =
            Parameter.frequency("clock", "of the host", "1GHz").between("1MHz", "10GHz");

    private static final Parameter<String> KIND =
            Parameter.choice("kind", "of the guest", List.of("full", "container"));

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "relative-speed",
                    "a guest that has its host alone; how fast it gets on, against the same one without a hypervisor",
                    "times",
                    List.of(GUEST, HYPERVISOR, MECHANISM),
                    VirtualizationExperiments::speed),
            new Experiment(
                    "event-time",
                    "what one event of a guest takes, with its hypervisor's part",
                    "us",
                    List.of(EVENT, HYPERVISOR, MECHANISM, NATIVE),
                    trial -> trial.get(NATIVE).toNanos() / 1e3 + added(trial) / 1e3),
            new Experiment(
                    "event-cycles",
                    "what an event adds, in cycles of a host of 1 GHz",
                    "cycles",
                    List.of(EVENT, HYPERVISOR, MECHANISM),
                    VirtualizationExperiments::added),
            new Experiment(
                    "boot-time",
                    "from the start of a guest until its programs run",
                    "s",
                    List.of(HYPERVISOR, KIND),
                    VirtualizationExperiments::boot));

    private VirtualizationExperiments() {}

    private static double speed(Trial trial) {
        Activity activity = trial.get(GUEST).equals("none")
                ? Activity.none()
                : read(GuestPreset.FILES.named(trial.config().resolve("guests"), trial.get(GUEST)))
                        .activity();
        return burden(trial, activity).speed();
    }

    /// Nanoseconds at 1 GHz, which are cycles.
    private static double added(Trial trial) {
        Reason reason = List.of(Reason.values()).stream()
                .filter(each -> Words.of(each).equals(trial.get(EVENT)))
                .findFirst()
                .orElseThrow();
        Activity once = Reason.activity(new TreeMap<>(Map.of(reason, EventRate.perSecond(1))));
        return burden(trial, once).charges().stream()
                .mapToDouble(Burden.Charge::eachNs)
                .sum();
    }

    private static double boot(Trial trial) {
        VmKind kind = trial.get(KIND).equals("full") ? VmKind.FULL : VmKind.CONTAINER;
        if (!profile(trial).times().get(LifeStep.BOOT).containsKey(kind)) {
            throw new IllegalSetting("kind: " + trial.get(HYPERVISOR) + " starts nothing of kind " + trial.get(KIND));
        }
        return profile(trial).time(LifeStep.BOOT, kind).toNanos() / 1e9;
    }

    private static Burden burden(Trial trial, Activity activity) {
        Profile profile = profile(trial);
        Mechanism mechanism = profile.mechanisms().keySet().stream()
                .filter(each -> Words.of(each).equals(trial.get(MECHANISM)))
                .findFirst()
                .orElseThrow(() -> new IllegalSetting(
                        "mechanism: " + profile.hypervisor() + " doesn't work by " + trial.get(MECHANISM)));
        return Burden.of(activity, profile, mechanism, CLOCK.usual());
    }

    private static Profile profile(Trial trial) {
        return read(Profile.FILES.named(trial.config().resolve("hypervisors"), trial.get(HYPERVISOR)));
    }

    private static <T> T read(SettingsFile.Outcome<T> outcome) {
        return switch (outcome) {
            case SettingsFile.Read<T>(var settings) -> settings;
            case SettingsFile.Unusable<T>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }
}
