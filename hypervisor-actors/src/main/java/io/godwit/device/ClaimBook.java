package io.godwit.device;

import io.godwit.identity.VmId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What guests' bulk asks of one disk, and who is to be told what it gets: [DiskShare] shares, this remembers for whom,
/// and lets numbered writes wait behind it.
///
/// A claim of an epoch stands until the VM claims something else in the same or a newer epoch. Where whoever claims may
/// be gone without a word, as a host that lost power, a claim that isn't repeated is forgotten.
///
/// Mutable, its disk's own.
///
/// @param <W> whom to tell
public final class ClaimBook<W> {

    /// How long a claim on an array stands without being repeated: three times [#REPEATED], as a lost message is no
    /// reason to stop.
    public static final Duration LASTS = Duration.ofSeconds(3);

    /// How often a claim on an array is repeated. A host may not know for so long that its share is another one.
    public static final Duration REPEATED = Duration.ofSeconds(1);

    private static final long FOREVER = Long.MAX_VALUE;

    private final DiskQueue queue;
    private final DiskShare<VmId> share;
    private final long lastsNs;
    private final Map<VmId, Standing<W>> standing = new TreeMap<>();

    private record Standing<W>(Asked<W> asked, long untilNs) {}

    /// @param bulk empty: nothing any more
    /// @param who is told of the grant, with the number of the request
    public record Asked<W>(long request, VmId vm, long epoch, Optional<DiskClaim> bulk, W who) {}

    /// To be told now.
    public record Told<W>(W who, long request, VmId vm, long epoch, DeviceGrant grant) {}

    private ClaimBook(DiskSpec disk, DiskQueue queue, long lastsNs) {
        this.queue = queue;
        this.share = new DiskShare<>(disk);
        this.lastsNs = lastsNs;
    }

    /// Of a disk that dies with whoever claims it: claims stand without being repeated.
    ///
    /// @param queue of the disk's numbered writes
    public static <W> ClaimBook<W> local(DiskSpec disk, DiskQueue queue) {
        return new ClaimBook<>(disk, queue, FOREVER);
    }

    /// Of a disk that hosts reach from elsewhere.
    public static <W> ClaimBook<W> shared(DiskSpec disk, DiskQueue queue) {
        return new ClaimBook<>(disk, queue, LASTS.toNanos());
    }

    /// Notes what is claimed.
    ///
    /// @return whom to tell of what: whoever asked, and all whose grants are others now
    public List<Told<W>> claim(Asked<W> asked, long nowNs) {
        List<VmId> news = new ArrayList<>();
        Standing<W> before = standing.get(asked.vm());
        if (before == null || before.asked().epoch() <= asked.epoch()) {
            note(asked, before, nowNs);
            news.addAll(shared());
        }
        if (asked.bulk().isPresent() && !news.contains(asked.vm())) {
            news.add(asked.vm());
        }
        return told(news);
    }

    private void note(Asked<W> asked, Standing<W> before, long nowNs) {
        if (asked.bulk().isEmpty()) {
            standing.remove(asked.vm());
            share.drop(asked.vm());
            return;
        }
        standing.put(asked.vm(), new Standing<>(asked, lastsNs == FOREVER ? FOREVER : Math.addExact(nowNs, lastsNs)));
        if (before == null || !before.asked().bulk().equals(asked.bulk())) {
            share.claim(asked.vm(), asked.bulk().get());
        }
    }

    /// Forgets claims that were not repeated in time.
    ///
    /// @return whom to tell of what
    public List<Told<W>> forgetOld(long nowNs) {
        Iterator<Map.Entry<VmId, Standing<W>>> all = standing.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<VmId, Standing<W>> each = all.next();
            if (each.getValue().untilNs() <= nowNs) {
                share.drop(each.getKey());
                all.remove();
            }
        }
        return told(shared());
    }

    /// What each one has of the disk, where somebody wants more of it; else empty.
    public List<Portion> portions() {
        return share.portions(vm -> vm);
    }

    private List<VmId> shared() {
        List<VmId> news = share.share();
        queue.crowd(share.crowd());
        return news;
    }

    private List<Told<W>> told(List<VmId> vms) {
        List<Told<W>> told = new ArrayList<>();
        for (VmId vm : vms) {
            Standing<W> there = standing.get(vm);
            if (there != null) {
                Asked<W> asked = there.asked();
                told.add(new Told<>(asked.who(), asked.request(), vm, asked.epoch(), share.grant(vm)));
            }
        }
        return told;
    }
}
