package io.godwit.registry;

import io.godwit.history.RegistryEvent.Applied;
import io.godwit.history.RegistryEvent.Invoked;
import io.godwit.history.RegistryEvent.Returned;
import io.godwit.registry.RegistryFleet.Noted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Finds out whether a history is linearizable. The log is the witness: it puts all commands in one order, and a
/// question at the entry that its answer names. Left to check is that all replicas have the same log, that answers are
/// those of the log, and that nothing that ended before something else began stands behind it.
///
/// The history must be in the order of real time, which a run in virtual time is.
final class Linearizability {

    private final NavigableMap<Long, Applied> log = new TreeMap<>();
    private final Map<String, Applied> firstApplied = new HashMap<>();
    private final Map<String, NavigableMap<Long, String>> vms = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();
    private final Map<String, String> questions = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long newest;
    private int checked;

    /// What is wrong, in the order of the history; empty if it is linearizable.
    static List<String> violations(List<Noted> history) {
        return check(history).violations;
    }

    static Linearizability check(List<Noted> history) {
        Linearizability check = new Linearizability();
        history.stream().map(Noted::event).forEach(event -> {
            if (event instanceof Applied applied) {
                check.applied(applied);
            }
        });
        check.readLog();
        history.stream().map(Noted::event).forEach(event -> {
            switch (event) {
                case Invoked invoked -> check.invoked(invoked);
                case Returned returned -> check.returned(returned);
                default -> {}
            }
        });
        return check;
    }

    List<String> violations() {
        return violations;
    }

    /// Answers looked at.
    int checked() {
        return checked;
    }

    private void applied(Applied applied) {
        Applied known = log.putIfAbsent(applied.index(), applied);
        if (known != null && !known.equals(applied)) {
            violations.add("replicas disagree: " + known + " and " + applied);
        }
    }

    /// A repeat of a command changes nothing, and its answer tells what was, not what is.
    private void readLog() {
        for (Applied applied : log.values()) {
            if (firstApplied.putIfAbsent(applied.command(), applied) != null) {
                continue;
            }
            String shown = applied.answer()
                    .substring(applied.answer().indexOf("; ") + 1)
                    .strip();
            if (shown.contains("@")) {
                vms.computeIfAbsent(shown.substring(0, shown.indexOf('@')), _ -> new TreeMap<>())
                        .put(applied.index(), shown);
            }
        }
    }

    private void invoked(Invoked invoked) {
        floors.put(invoked.command(), newest);
        questions.put(invoked.command(), invoked.what());
    }

    private void returned(Returned returned) {
        checked++;
        boolean isQuestion = returned.answer().startsWith("as of entry ");
        long index = isQuestion ? seen(returned) : committed(returned);
        long floor = floors.get(returned.command());
        if (index < floor || (index == floor && !isQuestion)) {
            violations.add(
                    returned + " stands at entry " + index + ", but entry " + floor + " was known before it began");
        }
        newest = Math.max(newest, index);
    }

    private long committed(Returned returned) {
        Applied first = firstApplied.get(returned.command());
        if (first == null) {
            violations.add(returned + " was never applied");
            return Long.MAX_VALUE;
        }
        if (!first.answer().equals(returned.answer())) {
            violations.add(returned + " is not what the log answered: " + first);
        }
        return first.index();
    }

    private long seen(Returned returned) {
        String answer = returned.answer();
        int colon = answer.indexOf(':');
        long index = Long.parseLong(answer.substring("as of entry ".length(), colon));
        String question = questions.get(returned.command());
        if (question.startsWith("look at vm-")) {
            String vm = question.substring("look at ".length());
            var entry = vms.getOrDefault(vm, new TreeMap<>()).floorEntry(index);
            String expected = entry == null ? "[]" : "[" + entry.getValue() + "]";
            if (!answer.substring(colon + 2).equals(expected)) {
                violations.add(returned + " does not see " + expected);
            }
        }
        return index;
    }
}
