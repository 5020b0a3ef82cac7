package io.godwit.guest;

import io.godwit.identity.VmId;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The outer end of a ledger: sends numbered writes to one guest, repeats each with its number until it is
/// answered, and believes no answer of an epoch older than one already seen.
///
/// Writes go out at a fixed rate while fewer than the bound are unanswered. What a full window held back is not
/// made up for in a burst: the schedule starts anew with the first write after the window has opened.
public final class LedgerClient {

    /// @param writes new ones a second
    /// @param maxOutstanding unanswered at a time; at most [LedgerGuest#MAX_AHEAD]
    /// @param retryAfterNs without an answer, a write is sent again
    public record Settings(EventRate writes, int maxOutstanding, long retryAfterNs) {

        public Settings {
            if (maxOutstanding < 1 || maxOutstanding > LedgerGuest.MAX_AHEAD || retryAfterNs < 1) {
                throw new IllegalArgumentException(maxOutstanding + " outstanding, repeated after " + retryAfterNs);
            }
        }
    }

    /// Takes the writes to send.
    @FunctionalInterface
    public interface Outbox {

        /// @param first whether this number is sent for the first time
        void send(long number, long value, boolean first);
    }

    /// What an answer was worth.
    public sealed interface Verdict {}

    /// The write's first valid answer.
    public record Acknowledged(long number, long epoch, long latencyNs) implements Verdict {}

    /// Answered before, or never sent.
    public record Ignored(long number, long epoch) implements Verdict {}

    /// An old copy answered.
    public record Refused(long number, long epoch, long newest) implements Verdict {}

    private record Sent(long firstNs, long lastNs) {}

    private final Seed seed;
    private final Settings settings;
    private final LedgerRecord record = new LedgerRecord();

    /// By number, oldest transmission first: a repeat moves to the end.
    private final LinkedHashMap<Long, Sent> outstanding = new LinkedHashMap<>();

    private long scheduleStartNs;
    private long scheduledBefore;
    private long lastSent;
    private boolean sending = true;

    /// The window was full after the last poll.
    private boolean heldBack;

    /// The name by which a guest and its disk know the client of a VM.
    public static String nameOf(VmId vm) {
        return "probe-" + vm;
    }

    /// @param startNs the first write is due one period later
    public LedgerClient(Seed seed, Settings settings, long startNs) {
        this.seed = seed;
        this.settings = settings;
        scheduleStartNs = startNs;
    }

    /// Sends what is due now: repeats first, then new writes.
    public void poll(long nowNs, Outbox outbox) {
        repeat(nowNs, outbox);
        if (heldBack && canSendNew()) {
            heldBack = false;
            if (nextNewNs() < nowNs) {
                scheduleStartNs = nowNs - settings.writes().timeOfNs(1);
                scheduledBefore = lastSent;
            }
        }
        while (canSendNew() && nextNewNs() <= nowNs) {
            lastSent++;
            outstanding.put(lastSent, new Sent(nowNs, nowNs));
            outbox.send(lastSent, valueOf(lastSent), true);
        }
        heldBack = isFull();
    }

    /// When [#poll] next has something to send; empty if only an answer can change that.
    public OptionalLong nextPollNs() {
        long nextNs = Long.MAX_VALUE;
        if (!outstanding.isEmpty()) {
            nextNs = outstanding.firstEntry().getValue().lastNs() + settings.retryAfterNs();
        }
        if (canSendNew()) {
            nextNs = Math.min(nextNs, nextNewNs());
        }
        return nextNs == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(nextNs);
    }

    /// Judges an answer.
    ///
    /// @param epoch of the guest that answers
    public Verdict answered(long nowNs, long number, long epoch) {
        if (epoch < record.newestEpoch()) {
            return new Refused(number, epoch, record.newestEpoch());
        }
        var sent = outstanding.remove(number);
        if (sent == null) {
            record.sawEpoch(epoch);
            return new Ignored(number, epoch);
        }
        record.acknowledged(nowNs, number, epoch);
        return new Acknowledged(number, epoch, nowNs - sent.firstNs());
    }

    /// Sends nothing new from now on; what is unanswered is still repeated.
    public void stopSending() {
        sending = false;
    }

    public int outstanding() {
        return outstanding.size();
    }

    /// All numbers up to this have been answered.
    public long settled() {
        return outstanding.keySet().stream().mapToLong(Long::longValue).min().orElse(lastSent + 1) - 1;
    }

    /// The highest number sent.
    public long sent() {
        return lastSent;
    }

    public LedgerRecord record() {
        return record;
    }

    /// What the n-th write of this client holds.
    public long valueOf(long number) {
        return seed.number(number);
    }

    private void repeat(long nowNs, Outbox outbox) {
        while (!outstanding.isEmpty()) {
            Map.Entry<Long, Sent> oldest = outstanding.firstEntry();
            if (oldest.getValue().lastNs() + settings.retryAfterNs() > nowNs) {
                return;
            }
            outstanding.putLast(oldest.getKey(), new Sent(oldest.getValue().firstNs(), nowNs));
            outbox.send(oldest.getKey(), valueOf(oldest.getKey()), false);
        }
    }

    private boolean canSendNew() {
        return sending && settings.writes().events() > 0 && !isFull();
    }

    private boolean isFull() {
        return outstanding.size() >= settings.maxOutstanding();
    }

    private long nextNewNs() {
        return scheduleStartNs + settings.writes().timeOfNs(lastSent + 1 - scheduledBefore);
    }
}
