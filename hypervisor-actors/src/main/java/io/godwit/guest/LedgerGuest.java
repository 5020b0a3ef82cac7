package io.godwit.guest;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// The guest's end of a ledger: numbered writes of clients outside, each answered only after the disk holds it, and
/// then as often as it is asked.
///
/// A client counts its writes from 1, may send them in any order and repeats those that were not answered. What the
/// disk holds is the whole state: a guest restarted elsewhere goes on from [#recovered].
public final class LedgerGuest {

    /// How far a client may run ahead of its first write that the disk lacks: bounds what is remembered of it.
    public static final int MAX_AHEAD = 4_096;

    /// What to do about a request.
    public sealed interface Decision {}

    /// Write this to the disk, and call [#stored] when it is durable; answer nothing yet.
    public record Store(Numbered what) implements Decision {}

    /// The write is durable: answer so.
    public record Acknowledge(String client, long number) implements Decision {}

    /// The write is under way to the disk: its answer will come.
    public record Wait(String client, long number) implements Decision {}

    /// The number is not one that this client may send now.
    ///
    /// @param highest the highest that it may
    public record OutOfRange(String client, long number, long highest) implements Decision {}

    private static final class Writes {

        private long upTo;
        private final TreeSet<Long> beyond = new TreeSet<>();
        private final TreeSet<Long> underWay = new TreeSet<>();

        boolean holds(long number) {
            return number <= upTo || beyond.contains(number);
        }

        void hold(long number) {
            underWay.remove(number);
            if (number > upTo) {
                beyond.add(number);
            }
            while (beyond.remove(upTo + 1)) {
                upTo++;
            }
        }
    }

    private final TreeMap<String, Writes> clients = new TreeMap<>();

    private LedgerGuest() {}

    /// A ledger that nothing was written to yet.
    public static LedgerGuest empty() {
        return new LedgerGuest();
    }

    /// The ledger whose writes the disk holds.
    public static LedgerGuest recovered(List<Held> disk) {
        var ledger = new LedgerGuest();
        for (Held held : disk) {
            var writes = ledger.writesOf(held.client());
            writes.upTo = held.upTo();
            held.beyond().forEach(writes::hold);
        }
        return ledger;
    }

    /// Decides about a client's write.
    public Decision receive(String client, long number, long value) {
        var writes = writesOf(client);
        long highest = writes.upTo + MAX_AHEAD;
        if (number < 1 || number > highest) {
            return new OutOfRange(client, number, highest);
        }
        if (writes.holds(number)) {
            return new Acknowledge(client, number);
        }
        return writes.underWay.add(number) ? new Store(new Numbered(client, number, value)) : new Wait(client, number);
    }

    /// The disk holds the write. Being told twice does no harm.
    public Acknowledge stored(String client, long number) {
        writesOf(client).hold(number);
        return new Acknowledge(client, number);
    }

    /// The write will not reach the disk; the client's next repeat tries again.
    public void notStored(String client, long number) {
        writesOf(client).underWay.remove(number);
    }

    /// The writes known to be durable, by client.
    public List<Held> held() {
        var held = new ArrayList<Held>();
        clients.forEach((client, writes) -> held.add(new Held(client, writes.upTo, List.copyOf(writes.beyond))));
        return held;
    }

    private Writes writesOf(String client) {
        return clients.computeIfAbsent(client, _ -> new Writes());
    }
}
