package io.godwit.door;

import io.godwit.guest.Activity;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Durations;
import io.godwit.unit.EventRate;
import io.godwit.unit.Excerpt;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.unit.Words;
import io.godwit.virtualization.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What guests of a request do all day: `{"cpu": "40%", "dirty": "20MiB/s", "workingSet": "256MiB", "pattern":
/// "random"}`. The CPU may also be `planetlab`, demand with the moments of that trace.
///
/// Numbered writes from clients outside are a drill's: nobody outside would send them here.
final class WorkloadForm {

    private static final String PLANETLAB = "planetlab";

    enum Order {
        RANDOM,
        SEQUENTIAL
    }

    private WorkloadForm() {}

    /// @param group name of the VMs
    /// @param memory of each
    /// @param known activities that a caller may name
    static WorkloadSpec read(Form form, String group, MemorySize memory, SortedMap<String, Activity> known) {
        CpuSpec cpu = form.text("cpu").map(WorkloadForm::cpu).orElse(new CpuSpec.Constant(0));
        Optional<Duration> burst = form.quantity("burst", Durations::parse);
        Optional<EventRate> dirty = form.quantity("dirty", WorkloadForm::pages);
        Optional<MemorySize> workingSet = form.quantity("workingSet", MemorySize::parse);
        Optional<Order> order = form.word("pattern", Order.class);
        Optional<Activity> activity = form.isText("activity")
                ? form.text("activity").map(name -> named(name, known))
                : form.form("activity").map(WorkloadForm::activity);
        ContentsForm contents = ContentsForm.read(form);
        DeviceLoad devices = LoadForm.read(form);
        form.close();
        if (dirty.isEmpty() && (workingSet.isPresent() || order.isPresent() || !contents.isEmpty())) {
            throw new Malformed("'workload.dirty' is missing: write \"dirty\": \"20MiB/s\", or remove the other keys");
        }
        try {
            return new WorkloadSpec(
                            cpu,
                            dirty.map(writes -> {
                                MemorySize written = checked(workingSet.orElse(memory), memory);
                                return new MemorySpec(
                                        written,
                                        writes,
                                        pattern(order.orElse(Order.RANDOM)),
                                        contents.contents(),
                                        contents.cache(group, written, memory));
                            }),
                            Optional.empty())
                    .with(activity.orElse(Activity.none()))
                    .with(devices)
                    .withBurst(burst);
        } catch (IllegalQuantity illegal) {
            throw new Malformed("'workload.burst': " + illegal.getMessage());
        }
    }

    private static Activity named(String name, SortedMap<String, Activity> known) {
        Activity activity = known.get(name);
        if (activity == null) {
            throw new Malformed("'workload.activity' is '" + Excerpt.of(name) + "': write one of "
                    + String.join(", ", known.keySet()) + ", or rates like {\"timer\": \"250/s\"}");
        }
        return activity;
    }

    /// Rates by reason, such as `{"timer": "250/s"}`.
    private static Activity activity(Form form) {
        SortedMap<Reason, EventRate> rates = new TreeMap<>();
        form.map().forEach((key, text) -> {
            Reason reason = Stream.of(Reason.values())
                    .filter(each -> Words.of(each).equals(key))
                    .findFirst()
                    .orElseThrow(() -> new Malformed("unknown key 'workload.activity." + Excerpt.of(key)
                            + "': write one of "
                            + Stream.of(Reason.values()).map(Words::of).collect(Collectors.joining(", "))));
            try {
                rates.put(reason, EventRate.parse(text));
            } catch (IllegalArgumentException illegal) {
                throw new Malformed("'workload.activity." + key + "': " + illegal.getMessage());
            }
        });
        return Reason.activity(rates);
    }

    private static CpuSpec cpu(String text) {
        if (text.equals(PLANETLAB)) {
            return new CpuSpec.Generated(PLANETLAB);
        }
        try {
            return new CpuSpec.Constant(Share.parse(text).permille());
        } catch (IllegalArgumentException illegal) {
            throw new Malformed("'workload.cpu': " + illegal.getMessage() + ", or " + PLANETLAB);
        }
    }

    private static EventRate pages(String text) {
        return EventRate.ofBytes(Bandwidth.parse(text), VmForm.PAGE);
    }

    private static MemorySize checked(MemorySize workingSet, MemorySize memory) {
        if (workingSet.compareTo(memory) > 0) {
            throw new Malformed("'workload.workingSet' of " + workingSet + " is more than the memory of " + memory
                    + ": write at most that");
        }
        if (workingSet.bytes() == 0 || workingSet.bytes() % VmForm.PAGE.bytes() != 0) {
            throw new Malformed("'workload.workingSet' of " + workingSet + " is no number of pages of " + VmForm.PAGE
                    + ": write a multiple of that");
        }
        return workingSet;
    }

    private static Pattern pattern(Order order) {
        return switch (order) {
            case RANDOM -> new Pattern.Random();
            case SEQUENTIAL -> new Pattern.Sequential();
        };
    }
}
