package io.godwit.array;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Held;
import io.godwit.device.HeldNumbers;
import io.godwit.history.ArrayEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What an array promises, checked at everything it records and answers: nothing acknowledged is missing, nothing older
/// than the floor is accepted, floors only rise, and each number is kept once.
final class ArrayPromises implements ArrayFleet.Witness {

    final List<String> broken = new ArrayList<>();
    private final Map<VmId, Long> opened = new TreeMap<>();
    private final Map<VmId, Long> toldFloors = new TreeMap<>();
    private final Map<VmId, Set<Long>> accepted = new TreeMap<>();
    private final Map<VmId, TreeSet<Long>> acknowledged = new TreeMap<>();
    private final Map<Long, Long> numbers = new TreeMap<>();
    private final Set<VmId> discarded = new LinkedHashSet<>();
    private final Map<CopyId, TreeSet<Long>> acknowledgedBefore = new TreeMap<>();
    private final Set<CopyId> toldCopies = new TreeSet<>();
    int checkedCopies;
    long refusals;
    long checkedNumbers;

    /// A host asks for this number to be written.
    void asked(long request, long number) {
        numbers.put(request, number);
    }

    /// From now on the VM's content may be gone.
    void discarding(VmId vm) {
        discarded.add(vm);
    }

    @Override
    public void recorded(ArrayEvent event) {
        VmId vm = event.vm();
        long floor = opened.getOrDefault(vm, 0L);
        switch (event) {
            case ArrayEvent.Opened raised -> {
                check(raised.epoch() >= floor, event + " after an opening at " + floor);
                opened.put(vm, raised.epoch());
            }
            case ArrayEvent.Discarded gone -> {
                check(gone.epoch() >= floor, event + " after an opening at " + floor);
                check(discarded.contains(vm), event + " though nobody asked for it");
                opened.put(vm, gone.epoch());
            }
            case ArrayEvent.Rebased _, ArrayEvent.Frozen _, ArrayEvent.Dropped _ -> {}
            case ArrayEvent.WriteAccepted write -> {
                check(write.epoch() >= floor, event + " after an opening at " + floor);
                accepted.computeIfAbsent(vm, first -> new TreeSet<>()).add(write.number());
            }
            case ArrayEvent.OpenRefused refused -> {
                refusals++;
                check(refused.floor() >= floor, event + " though it opened at " + floor);
            }
            case ArrayEvent.WriteRefused refused -> {
                refusals++;
                check(refused.floor() >= floor, event + " though it opened at " + floor);
            }
        }
    }

    @Override
    public void answered(ArrayWire.Answer answer) {
        switch (answer) {
            case ArrayWire.Opened told -> {
                floorIs(told.vm(), told.epoch(), answer);
                holdsWhatWasAcknowledged(told.vm(), told.held());
            }
            case ArrayWire.Audited told -> {
                floorIs(told.vm(), told.floor(), answer);
                holdsWhatWasAcknowledged(told.vm(), told.held());
            }
            case ArrayWire.Fenced told -> floorIs(told.vm(), told.floor(), answer);
            case ArrayWire.Written told ->
                check(told.epoch() >= toldFloors.getOrDefault(told.vm(), 0L), answer + " below a floor it told");
            default -> {} // of copies, other tests tell
        }
    }

    @Override
    public void told(NodeId host, Disk.Answer answer) {
        if (answer instanceof Disk.Frozen frozen && !discarded.contains(frozen.vm())) {
            toldCopies.add(frozen.copy());
        }
        if (answer instanceof Disk.Written written) {
            long number = numbers.get(written.request());
            acknowledged.computeIfAbsent(written.vm(), first -> new TreeSet<>()).add(number);
            boolean isRecorded = accepted.getOrDefault(written.vm(), Set.of()).contains(number);
            check(isRecorded, written.vm() + ": number " + number + " was acknowledged and not recorded");
        }
    }

    /// A copy is asked for: it has what was acknowledged by now, if it is told that it is kept.
    void freezing(VmId vm, CopyId copy) {
        acknowledgedBefore.put(copy, new TreeSet<>(acknowledged.getOrDefault(vm, new TreeSet<>())));
    }

    /// What copies hold in the end.
    void copiesKept(List<ArrayEntry> entries) {
        ArrayState replayed = new ArrayState("replayed");
        replayed.restore(entries);
        for (CopyId copy : toldCopies) {
            var numbers = new HeldNumbers();
            replayed.heldOf(copy).stream().map(HeldNumbers::of).findFirst().ifPresent(held -> {
                for (long number : acknowledgedBefore.get(copy)) {
                    check(held.contains(number), copy + " lacks number " + number + ", acknowledged before");
                    numbers.add(number);
                }
            });
            boolean isWhole = numbers.size() == acknowledgedBefore.get(copy).size();
            check(isWhole, copy + " was told to be kept, and is not there");
            checkedCopies++;
        }
    }

    /// What the log has in the end.
    void kept(List<ArrayEntry> entries) {
        ArrayState replayed = new ArrayState("replayed");
        for (ArrayEntry entry : entries) {
            if (entry instanceof ArrayEntry.Kept(var vm, var epoch, var what)) {
                var repeat = replayed.decide(new ArrayWire.Write(0, vm, epoch, what));
                check(repeat.entry().isPresent(), vm + ": number " + what.number() + " was kept twice");
            } else {
                replayed.restore(List.of(entry));
            }
        }
    }

    private void floorIs(VmId vm, long floor, ArrayWire.Answer answer) {
        long before = toldFloors.getOrDefault(vm, 0L);
        check(floor >= before, answer + " below a floor of " + before + " that it told");
        toldFloors.put(vm, floor);
    }

    private void holdsWhatWasAcknowledged(VmId vm, List<Held> held) {
        if (discarded.contains(vm)) {
            return;
        }
        HeldNumbers kept = held.isEmpty() ? new HeldNumbers() : HeldNumbers.of(held.getFirst());
        for (long number : acknowledged.getOrDefault(vm, new TreeSet<>())) {
            checkedNumbers++;
            check(kept.contains(number), vm + ": number " + number + " was acknowledged and is lost");
        }
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }
}
