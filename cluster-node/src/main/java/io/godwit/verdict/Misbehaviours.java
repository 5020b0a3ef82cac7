package io.godwit.verdict;

import io.godwit.drill.Action;
import io.godwit.drill.Objective;
import io.godwit.drill.VmChoice;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Forgery;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.Meter;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.verdict.MisbehaviourRow.Effect;
import io.godwit.verdict.MisbehaviourRow.Figures;
import io.godwit.verdict.MisbehaviourRow.Neighbour;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Each time that a guest misbehaved, with what the others of its host had before and while it did. Hosts write that
/// down themselves; all processes of a drill share an axis of time here, as in charts.
final class Misbehaviours {

    /// For how long others are looked at after a guest has ended; their host does so for a little less.
    private static final long AFTERMATH_NS = 6_000_000_000L;

    /// By how much less of what it wants a guest may get, or be held up more, in thousandths, before it counts as
    /// slowed: rounding, and what a scheduler's slices make of a second.
    private static final long UNFELT_PERMILLE = 10;

    /// By how much a host's axis of time may be off against the console's. Ours.
    private static final long CLOCKS_NS = 500_000_000;

    private final Evidence evidence;
    private final List<Entry> history;
    private final List<Course> courses = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<End> ends = new ArrayList<>();

    /// One time of one guest. Times are the console's.
    private static final class Course {

        private final GuestEvent.Misbehaved begin;
        private final long fromNs;
        private Optional<Long> untilNs = Optional.empty();
        private Optional<Long> tried = Optional.empty();
        private Optional<Why> ended = Optional.empty();
        private long refused;

        Course(GuestEvent.Misbehaved begin, long fromNs) {
            this.begin = begin;
            this.fromNs = fromNs;
        }

        boolean isOf(VmId vm, HostId host) {
            return begin.vm().equals(vm) && begin.host().equals(host);
        }
    }

    private record Sample(VmId vm, HostId host, long atNs, Meter meter) {}

    private record End(VmId vm, HostId host, long atNs, Why why) {}

    Misbehaviours(Evidence evidence) {
        this.evidence = evidence;
        this.history = evidence.played().history().stream()
                .sorted(Comparator.comparingLong(Entry::atNs))
                .toList();
        history.forEach(this::observe);
    }

    /// In the order in which they began.
    List<MisbehaviourRow> rows() {
        return courses.stream().map(this::row).toList();
    }

    /// What the VM had on average while a step let guests of its host misbehave, in thousandths of the figure's unit.
    ///
    /// @return empty if its host wrote nothing of it down
    Optional<Long> during(VmId vm, Objective.While asked) {
        var seen = courses.stream()
                .filter(course -> isOf(course, asked.step()))
                .flatMap(course -> samples(vm, course, untilNs(course)))
                .distinct()
                .toList();
        Figures figures = figures(seen);
        return figures.lengthNs() == 0 ? Optional.empty() : Optional.of(thousandths(vm, asked.figure(), figures));
    }

    private boolean isOf(Course course, String step) {
        return evidence.strikes().stream()
                .filter(strike -> strike.step().equals(step))
                .anyMatch(strike -> strike.action() instanceof Action.Misbehave(var vms, var conduct, var _)
                        && conduct.how() == course.begin.how()
                        && may(vms, course.begin.vm())
                        && course.fromNs >= strike.atNs() - CLOCKS_NS
                        && strike.endedNs().filter(end -> course.fromNs > end).isEmpty());
    }

    private boolean may(VmChoice choice, VmId vm) {
        return switch (choice) {
            case VmChoice.Named(var named) -> named.equals(vm);
            case VmChoice.SomeOf(var _, var group) ->
                spec(vm).filter(it -> it.group().equals(group)).isPresent();
            case VmChoice.Any() -> true;
        };
    }

    private long thousandths(VmId vm, Objective.Figure figure, Figures figures) {
        int vcpus = spec(vm).map(VmSpec::vcpus).orElse(1);
        return switch (figure) {
            case CPU -> Math.round(1e3 * figures.gotNs() / figures.lengthNs() / vcpus);
            case DISK -> perSecond(figures.diskGot(), figures);
            case SENT -> perSecond(figures.framesSent(), figures);
            case RECEIVED -> perSecond(figures.framesGot() - figures.framesSent(), figures);
        };
    }

    private static long perSecond(long count, Figures figures) {
        return Math.round(1e12 * count / figures.lengthNs());
    }

    private void observe(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.Misbehaved begin -> courses.add(new Course(begin, entry.atNs()));
            case GuestEvent.Behaved(var vm, var host, var _, var how, var deeds) ->
                last(it -> it.isOf(vm, host) && it.begin.how() == how).ifPresent(course -> {
                    course.untilNs = Optional.of(entry.atNs());
                    course.tried = how.forgery().map(_ -> deeds);
                });
            case GuestEvent.ForgeryRefused(var vm, var host, var _, var what) -> refused(vm, host, what);
            case GuestEvent.Metered(var vm, var host, var _, var meter) ->
                samples.add(new Sample(vm, host, entry.atNs(), meter));
            case GuestEvent.Stopped(var vm, var host, var _, var why) -> {
                ends.add(new End(vm, host, entry.atNs(), why));
                courses.stream()
                        .filter(it -> it.isOf(vm, host) && it.untilNs.isEmpty() && it.ended.isEmpty())
                        .forEach(it -> it.ended = Optional.of(why));
            }
            default -> {}
        }
    }

    private void refused(VmId vm, HostId host, Forgery what) {
        last(it -> it.isOf(vm, host)
                        && it.begin.how().forgery().filter(what::equals).isPresent())
                .ifPresent(course -> course.refused++);
    }

    private Optional<Course> last(Predicate<Course> which) {
        return courses.stream().filter(which).reduce((_, later) -> later);
    }

    private MisbehaviourRow row(Course course) {
        GuestEvent.Misbehaved begin = course.begin;
        long untilNs = untilNs(course);
        return new MisbehaviourRow(
                begin.vm(),
                kind(begin.vm()),
                begin.host(),
                begin.how(),
                evidence.drillNs(course.fromNs),
                evidence.drillNs(untilNs),
                course.tried,
                course.refused,
                course.ended,
                during(begin.vm(), course, untilNs),
                neighbours(course, untilNs));
    }

    /// What a guest did that has ended may harm others for a while after.
    private long untilNs(Course course) {
        if (course.begin.how().isFailure()) {
            return Math.min(course.fromNs + AFTERMATH_NS, evidence.played().endedNs());
        }
        return course.untilNs
                .or(() -> ends.stream()
                        .filter(it -> course.isOf(it.vm(), it.host()) && it.atNs() >= course.fromNs)
                        .map(it -> Math.min(
                                it.atNs() + AFTERMATH_NS, evidence.played().endedNs()))
                        .findFirst())
                .orElse(evidence.played().endedNs());
    }

    private List<Neighbour> neighbours(Course course, long untilNs) {
        HostId host = course.begin.host();
        var names = new TreeSet<VmId>();
        samples.stream()
                .filter(it -> it.host().equals(host) && it.atNs() >= course.fromNs && it.atNs() <= untilNs)
                .forEach(it -> names.add(it.vm()));
        names.remove(course.begin.vm());
        return names.stream().map(vm -> neighbour(vm, course, untilNs)).toList();
    }

    private Neighbour neighbour(VmId vm, Course course, long untilNs) {
        Optional<Figures> before = samples.stream()
                .filter(it -> it.vm().equals(vm) && it.host().equals(course.begin.host()))
                .filter(it -> it.atNs() <= course.fromNs && !it.meter().disturbed())
                .reduce((_, later) -> later)
                .map(it -> figures(List.of(it)));
        Optional<Figures> during = during(vm, course, untilNs);
        return new Neighbour(vm, kind(vm), effect(vm, course, new Change(before, during)), before, during);
    }

    private Optional<Figures> during(VmId vm, Course course, long untilNs) {
        var seen = samples(vm, course, untilNs).toList();
        return seen.isEmpty() ? Optional.empty() : Optional.of(figures(seen));
    }

    private Stream<Sample> samples(VmId vm, Course course, long untilNs) {
        return samples.stream()
                .filter(it -> it.vm().equals(vm) && it.host().equals(course.begin.host()))
                .filter(it -> it.atNs() > course.fromNs
                        && it.atNs() <= untilNs
                        && it.meter().disturbed());
    }

    private record Change(Optional<Figures> before, Optional<Figures> during) {}

    private Effect effect(VmId vm, Course course, Change change) {
        if (endedWith(vm, course)) {
            return Effect.ENDED;
        }
        if (change.during().isEmpty()) {
            return Effect.NONE;
        }
        Figures now = change.during().get();
        if (now.brokenBytes() > 0 || now.brokenNs() * 1_000 > now.promisedNs() * UNFELT_PERMILLE) {
            return Effect.BROKEN;
        }
        long got = change.before().map(Figures::gotPermille).orElse(1_000L);
        long stall = change.before().map(Figures::stallPermille).orElse(0L);
        long disk = change.before().map(Figures::diskPermille).orElse(1_000L);
        long frames = change.before().map(Figures::framesPermille).orElse(1_000L);
        boolean slowed = now.gotPermille() < got - UNFELT_PERMILLE
                || now.stallPermille() > stall + UNFELT_PERMILLE
                || now.diskPermille() < disk - UNFELT_PERMILLE
                || now.framesPermille() < frames - UNFELT_PERMILLE;
        return slowed ? Effect.SLOWED : Effect.NONE;
    }

    /// By the same kernel's panic, or killed for want of memory beside one that filled its own.
    private boolean endedWith(VmId vm, Course course) {
        long untilNs = untilNs(course);
        return ends.stream()
                .filter(it -> it.vm().equals(vm) && it.host().equals(course.begin.host()))
                .filter(it -> it.atNs() >= course.fromNs && it.atNs() <= untilNs)
                .anyMatch(it -> switch (it.why()) {
                    case KERNEL_PANIC -> course.begin.how() == Misbehaviour.PANIC;
                    case OUT_OF_MEMORY -> course.begin.how() == Misbehaviour.MEMORY && !misbehavesItself(vm, it.atNs());
                    default -> false;
                });
    }

    private boolean misbehavesItself(VmId vm, long atNs) {
        return courses.stream().anyMatch(it -> it.begin.vm().equals(vm) && it.fromNs <= atNs && untilNs(it) >= atNs);
    }

    private static Figures figures(List<Sample> samples) {
        var sum = new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        for (Sample sample : samples) {
            Meter.Cpu cpu = sample.meter().cpu();
            Meter.Memory memory = sample.meter().memory();
            Meter.Card card = sample.meter().card();
            sum = new Figures(
                    sum.lengthNs() + sample.meter().lengthNs(),
                    sum.wantedNs() + cpu.wantedNs(),
                    sum.gotNs() + cpu.gotNs(),
                    sum.promisedNs() + cpu.promisedNs(),
                    sum.brokenNs() + cpu.brokenNs(),
                    sum.stallNs() + memory.stallNs(),
                    Math.max(sum.promisedBytes(), memory.promisedBytes()),
                    Math.max(sum.brokenBytes(), memory.brokenBytes()),
                    sum.diskWanted() + sample.meter().disk().wanted(),
                    sum.diskGot() + sample.meter().disk().got(),
                    sum.framesWanted() + card.wanted() + card.offered(),
                    sum.framesGot() + card.sent() + card.received(),
                    sum.framesSent() + card.sent());
        }
        return sum;
    }

    private Optional<VmKind> kind(VmId vm) {
        return spec(vm).map(VmSpec::kind);
    }

    private Optional<VmSpec> spec(VmId vm) {
        return evidence.vms().stream().filter(it -> it.id().equals(vm)).findFirst();
    }
}
