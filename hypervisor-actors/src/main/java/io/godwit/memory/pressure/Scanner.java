package io.godwit.memory.pressure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for equal pages in the background and lets them share a frame, as Linux's KSM does (ksm.rst; its order of
/// steps from memory, unverified):
///
/// 1. A page that equals a shared frame joins it.
/// 2. A page that changed since it was last looked at, or is new, is *volatile* and left alone for this pass.
/// 3. A zero page joins the zero page.
/// 4. A page that equals another candidate of this pass shares a frame with it; else it becomes one.
///
/// A *pass* looks at every page in a frame once, so two equal new pages are found in the second pass, and a full pass
/// takes pages / rate. Whoever writes to a shared page gets a frame of its own again.
final class Scanner {

    private final FrameLedger ledger;
    private final Candidates candidates = new Candidates();
    private int tenantAt;
    private long pageAt;
    private long passes;
    private long seenInPass;
    private long volatileInPass;
    private long lastSeen;
    private long lastUnshared;
    private long lastVolatile;

    Scanner(FrameLedger ledger) {
        this.ledger = ledger;
    }

    /// Looks at the next pages; one pass ends and the next begins where they do.
    ///
    /// @param tenants in the same order as before, new ones last
    /// @return how many it looked at: fewer if there are no more
    long scan(List<Tenant> tenants, long pages) {
        long looked = 0;
        int emptyPasses = 0;
        while (looked < pages && emptyPasses < 2) {
            if (tenantAt >= tenants.size()) {
                emptyPasses += seenInPass == 0 ? 1 : 0;
                endPass();
                continue;
            }
            Tenant tenant = tenants.get(tenantAt);
            long before = looked;
            looked += scan(tenants, tenant, pages - looked);
            seenInPass += looked - before;
            if (pageAt >= tenant.pages()) {
                tenantAt++;
                pageAt = 0;
            }
        }
        return looked;
    }

    /// A VM is gone: those behind it have moved up.
    void removed(int index) {
        if (index < tenantAt) {
            tenantAt--;
        } else if (index == tenantAt) {
            pageAt = 0;
        }
    }

    ScannerFigures figures(List<Tenant> tenants, long itemBytes) {
        long items = 0;
        for (Tenant tenant : tenants) {
            items += tenant.items();
        }
        SharedFrames frames = ledger.sharedFrames();
        return new ScannerFigures(
                passes,
                lastSeen,
                frames.frames(),
                frames.pages() - frames.frames(),
                frames.zeroPages(),
                passes == 0 ? candidates.size() : lastUnshared,
                passes == 0 ? volatileInPass : lastVolatile,
                items * itemBytes);
    }

    private long scan(List<Tenant> tenants, Tenant tenant, long atMost) {
        long looked = 0;
        long end = tenant.terms().pinned() ? 0 : tenant.pages();
        pageAt = tenant.places.skipAbsent(pageAt, end);
        while (pageAt < end && looked < atMost) {
            byte[] states = tenant.places.chunkOf(pageAt);
            long endOfChunk = Math.min(end, PagePlaces.endOfChunk(pageAt));
            while (pageAt < endOfChunk && looked < atMost) {
                int place = Place.of(states[(int) pageAt & PagePlaces.INDEX]);
                if (place == Place.OWN) {
                    look(tenants, tenant, pageAt);
                }
                looked += place == Place.OWN || place == Place.SHARED ? 1 : 0;
                pageAt++;
            }
            if (pageAt == endOfChunk) {
                pageAt = tenant.places.skipAbsent(pageAt, end);
            }
        }
        if (pageAt >= end) {
            pageAt = tenant.pages();
        }
        return looked;
    }

    private void look(List<Tenant> tenants, Tenant tenant, long page) {
        long content = tenant.memory().content(page);
        long key = ledger.keyOf(tenant, content);
        boolean isSteady = tenant.isSteady(page, content);
        if (content != 0 && ledger.sharedFrames().has(key)) {
            ledger.move(tenant, page, Place.SHARED);
        } else if (!isSteady) {
            volatileInPass++;
        } else if (content == 0) {
            ledger.move(tenant, page, Place.SHARED);
        } else {
            meet(tenants, tenant, page, content);
        }
    }

    private void meet(List<Tenant> tenants, Tenant tenant, long page, long content) {
        long key = ledger.keyOf(tenant, content);
        long other = candidates.find(key);
        Tenant others = other == 0 ? null : numbered(tenants, numberOf(other));
        boolean isEqual = others != null
                && (others != tenant || pageOf(other) != page)
                && Place.of(others.places.state(pageOf(other))) == Place.OWN
                && others.memory().content(pageOf(other)) == content;
        if (others != null && isEqual) {
            ledger.move(others, pageOf(other), Place.SHARED);
            ledger.move(tenant, page, Place.SHARED);
        } else {
            candidates.put(key, entry(tenant, page));
        }
    }

    private void endPass() {
        passes++;
        lastSeen = seenInPass;
        lastVolatile = volatileInPass;
        lastUnshared = candidates.size();
        seenInPass = 0;
        volatileInPass = 0;
        candidates.clear();
        tenantAt = 0;
        pageAt = 0;
    }

    /// Numbers grow, so that they are found by halving.
    private static @Nullable Tenant numbered(List<Tenant> tenants, int number) {
        int low = 0;
        int high = tenants.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = tenants.get(middle).number();
            if (found == number) {
                return tenants.get(middle);
            }
            low = found < number ? middle + 1 : low;
            high = found < number ? high : middle - 1;
        }
        return null;
    }

    /// A VM's number in the upper 28 bits and a page in the lower 36; numbers begin at 1, so that none is 0.
    private static long entry(Tenant tenant, long page) {
        return ((long) tenant.number() << 36) | page;
    }

    private static int numberOf(long entry) {
        return (int) (entry >>> 36);
    }

    private static long pageOf(long entry) {
        return entry & ((1L << 36) - 1);
    }
}
