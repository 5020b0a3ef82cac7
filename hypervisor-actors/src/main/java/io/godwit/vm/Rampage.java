package io.godwit.vm;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.vm.Mischief.Fill;
import io.godwit.vm.Mischief.Forge;
import io.godwit.vm.Mischief.Spin;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// What a guest does while it is out of hand, by how it is. Mutable, its guest's own; a guest that behaves has none.
final class Rampage {

    private static final long CORE = 1_000_000_000L;

    /// A guest that fills its memory says so in steps: its host is to see it as it happens.
    private static final long STEP_NS = 100_000_000;

    private final Map<Misbehaviour, Course> courses = new EnumMap<>(Misbehaviour.class);

    /// One mischief, and how far it has come.
    private static final class Course {

        private final Mischief mischief;
        private final long sinceRanNs;
        private final long sinceWorkNs;
        private long told;

        Course(Mischief mischief, long sinceRanNs, long sinceWorkNs) {
            this.mischief = mischief;
            this.sinceRanNs = sinceRanNs;
            this.sinceWorkNs = sinceWorkNs;
        }
    }

    /// How far a guest has come: it has run and worked for so long.
    record Mark(long ranNs, long workNs) {}

    /// In place of one of the same kind.
    void begin(Mischief mischief, Mark at) {
        courses.put(mischief.how(), new Course(mischief, at.ranNs(), at.workNs()));
    }

    /// @return how often it was done
    long end(Misbehaviour how) {
        Course course = courses.remove(how);
        return course == null ? 0 : course.told;
    }

    boolean isOver() {
        return courses.isEmpty();
    }

    /// What the guest wants with it, in place of what its work wants.
    ///
    /// @param all that its vCPUs can have
    long nanoCores(long wanted, long all) {
        long more = wanted;
        for (Course course : courses.values()) {
            more = switch (course.mischief) {
                case Spin(var vcpus) -> Math.max(more, vcpus * CORE);
                case Fill _ -> Math.max(more, Math.min(all, wanted + CORE));
                case Forge _ -> more;
            };
        }
        return more;
    }

    /// When there is next something to do, at the earliest.
    long wakeAtNs(long nowNs, Mark at) {
        long wakeNs = Long.MAX_VALUE;
        for (Course course : courses.values()) {
            wakeNs = switch (course.mischief) {
                case Spin _ -> wakeNs;
                case Fill _ -> Math.min(wakeNs, nowNs + STEP_NS);
                case Forge(var _, var tries) ->
                    Math.min(wakeNs, nowNs + tries.timeOfNs(course.told + 1) - (at.ranNs() - course.sinceRanNs));
            };
        }
        return wakeNs;
    }

    boolean exceedsMemory(Mark at) {
        Course course = courses.get(Misbehaviour.MEMORY);
        return course != null
                && course.mischief instanceof Fill fill
                && fill.most().isPresent()
                && touched(fill, course, at) > fill.most().getAsLong();
    }

    /// The pages touched since this was last asked.
    PageWrites touched(Mark at) {
        Course course = courses.get(Misbehaviour.MEMORY);
        if (course == null || !(course.mischief instanceof Fill fill)) {
            return PageWrites.NONE;
        }
        long from = course.told;
        course.told = Math.min(touched(fill, course, at), fill.most().orElse(Long.MAX_VALUE));
        return course.told == from ? PageWrites.NONE : fill.between(from, course.told);
    }

    boolean fills() {
        return courses.containsKey(Misbehaviour.MEMORY);
    }

    /// What it has come to try since this was last asked.
    void attempts(Attacker attacker, Mark at, Consumer<VmRequest> line) {
        for (Course course : courses.values()) {
            if (course.mischief instanceof Forge(var what, var tries)) {
                long due = tries.eventsIn(at.ranNs() - course.sinceRanNs);
                while (course.told < due) {
                    course.told++;
                    line.accept(attempt(what, attacker, course.told));
                }
            }
        }
    }

    /// Who forges: what it is to its host.
    record Attacker(int slot, long epoch) {}

    private static VmRequest attempt(Mischief.Forged what, Attacker attacker, long number) {
        return switch (what) {
            case Mischief.Address address -> address.attempt(attacker.slot(), number, attacker.epoch());
            case Mischief.Lan lan -> lan.attempt(attacker.slot(), number);
            case Mischief.Request request -> request.attempt(attacker.slot(), number);
        };
    }

    private static long touched(Fill fill, Course course, Mark at) {
        return fill.touches().eventsIn(at.workNs() - course.sinceWorkNs);
    }
}
