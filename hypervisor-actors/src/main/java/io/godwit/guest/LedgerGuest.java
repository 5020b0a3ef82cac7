package io.godwit.guest;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.HeldNumbers;
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

        private final HeldNumbers held;
        private final TreeSet<Long> underWay = new TreeSet<>();

        Writes(HeldNumbers held) {
            this.held = held;
        }

        void hold(long number) {
            underWay.remove(number);
            held.add(number);
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
            ledger.clients.put(held.client(), new Writes(HeldNumbers.of(held)));
        }
        return ledger;
    }

    /// Decides about a client's write.
    ///
    /// @param settled the client has answers to all numbers up to this: what the disk lacks of them was undone on
    ///     purpose, and never comes again
    public Decision receive(Numbered write, long settled) {
        String client = write.client();
        long number = write.number();
        var writes = writesOf(client);
        long highest = Math.max(writes.held.upTo(), settled) + MAX_AHEAD;
        if (number < 1 || number > highest) {
            return new OutOfRange(client, number, highest);
        }
        if (writes.held.contains(number)) {
            return new Acknowledge(client, number);
        }
        if (number <= settled) {
            return new OutOfRange(client, number, highest);
        }
        return writes.underWay.add(number) ? new Store(write) : new Wait(client, number);
    }

    /// A write that was under way when the guest was stopped is under way again, if the disk does not hold it.
    ///
    /// @return whether it is
    public boolean goesOn(Numbered write) {
        var writes = writesOf(write.client());
        return !writes.held.contains(write.number()) && writes.underWay.add(write.number());
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
        clients.forEach((client, writes) -> held.add(writes.held.asHeld(client)));
        return held;
    }

    private Writes writesOf(String client) {
        return clients.computeIfAbsent(client, _ -> new Writes(new HeldNumbers()));
    }
}
