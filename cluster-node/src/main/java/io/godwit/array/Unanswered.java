package io.godwit.array;

import io.godwit.device.Disk;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was asked of an array and has no answer yet. A window of it has been sent and is repeated until answered; the
/// rest waits for room in the window, in order.
final class Unanswered {

    /// Requests under way at once. At a millisecond each it lets a million through in a second, and a silent array gets
    /// so many repeats at most from each asker. What waits behind them is limited by the guests, which wait for their
    /// own writes.
    static final int MAX_SENT = 1024;

    private final TreeMap<Long, Asked> asked = new TreeMap<>();
    private long lastNumber;
    private long lastSent;
    private int sent;

    private static final class Asked {

        private final Disk.Command command;
        private boolean isFresh = true;

        private Asked(Disk.Command command) {
            this.command = command;
        }
    }

    /// A request to be sent now.
    record Dispatch(long number, Disk.Command command) {}

    /// Numbers a request.
    ///
    /// @return what to send
    List<Dispatch> ask(Disk.Command command) {
        if (command instanceof Disk.Discard) {
            asked.entrySet().removeIf(each -> isOutdated(each.getKey(), each.getValue(), command));
        }
        lastNumber++;
        asked.put(lastNumber, new Asked(command));
        return fill();
    }

    /// A write that is repeated after the discard of its VM would stay for ever.
    private boolean isOutdated(long number, Asked each, Disk.Command discard) {
        boolean outdated =
                each.command instanceof Disk.Write && each.command.vm().equals(discard.vm());
        if (outdated && number <= lastSent) {
            sent--;
        }
        return outdated;
    }

    /// The request that an answer is for; empty if it was answered before.
    Optional<Disk.Command> answered(long number) {
        if (number > lastSent) {
            return Optional.empty();
        }
        Optional<Asked> answered = Optional.ofNullable(asked.remove(number));
        answered.ifPresent(each -> sent--);
        return answered.map(each -> each.command);
    }

    /// What fits into the window and was never sent.
    List<Dispatch> fill() {
        List<Dispatch> now = new ArrayList<>();
        Iterator<Map.Entry<Long, Asked>> waiting =
                asked.tailMap(lastSent, false).entrySet().iterator();
        while (sent < MAX_SENT && waiting.hasNext()) {
            Map.Entry<Long, Asked> each = waiting.next();
            lastSent = each.getKey();
            sent++;
            now.add(new Dispatch(lastSent, each.getValue().command));
        }
        return now;
    }

    /// What was sent before the last call of this and is not answered.
    List<Dispatch> overdue() {
        List<Dispatch> overdue = new ArrayList<>();
        asked.headMap(lastSent, true).forEach((number, each) -> {
            if (!each.isFresh) {
                overdue.add(new Dispatch(number, each.command));
            }
            each.isFresh = false;
        });
        return overdue;
    }

    boolean isEmpty() {
        return asked.isEmpty();
    }
}
