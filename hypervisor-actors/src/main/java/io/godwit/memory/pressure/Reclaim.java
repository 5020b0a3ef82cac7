package io.godwit.memory.pressure;

import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds frames where none is free: it compresses pages and swaps them, of the VM that pays least for its memory first,
/// and never of what is reserved; when that is not enough, a VM is stopped: of those with more than their reservation
/// the one with the fewest shares, among equals the one with the most frames.
final class Reclaim {

    /// Pages taken from one VM before it is asked again who pays least.
    private static final int AT_ONCE = 32;

    private final FrameLedger ledger;
    private final List<Tenant> tenants;
    private final IdleTax tax;
    private final boolean compresses;
    private final List<VmId> stopped = new ArrayList<>();

    Reclaim(FrameLedger ledger, List<Tenant> tenants, MemoryManagement management) {
        this.ledger = ledger;
        this.tenants = tenants;
        this.tax = new IdleTax(management.costs().balloon().idleTax().billionths() / 1_000_000);
        this.compresses = management.compresses();
    }

    IdleTax tax() {
        return tax;
    }

    /// A page of the VM gets a frame of its own, wherever it was. The VM may be gone afterwards, for want of one.
    void bring(Tenant tenant, long page) {
        limit(tenant, tenant.terms().limitPages() - 1);
        while (!tenant.isGone && ledger.free < 1) {
            if (!free(1)) {
                stopSomebody(tenant);
            }
        }
        if (!tenant.isGone) {
            ledger.move(tenant, page, Place.OWN);
        }
    }

    /// The VM's own pages make room until it has no more frames of its own than this; where the host has no room for
    /// them elsewhere, the guest gives them up. Nothing comes back for that: whoever is at its limit has what is
    /// reserved for it, and the page that room is made for would come twice.
    void limit(Tenant tenant, long most) {
        boolean goesOn = true;
        while (goesOn && !tenant.isGone && tenant.own > most) {
            goesOn = ledger.evict(tenant, compresses) || loseOne(tenant);
        }
    }

    /// Finds the frames that were given to somebody although there were none.
    void repay(Tenant newcomer) {
        limit(newcomer, newcomer.terms().limitPages());
        while (ledger.free < 0 && !newcomer.isGone) {
            if (!free(0)) {
                stopSomebody(newcomer);
            }
        }
    }

    /// Tries to have so many frames free.
    ///
    /// @return whether they are
    boolean free(long wanted) {
        while (ledger.free < wanted) {
            Optional<Tenant> victim = cheapest();
            if (victim.isEmpty()) {
                return false;
            }
            Tenant tenant = victim.get();
            long before = tenant.own;
            for (int i = 0; i < AT_ONCE && ledger.free < wanted && tenant.canBeEvicted(); i++) {
                if (!ledger.evict(tenant, compresses)) {
                    break;
                }
            }
            if (tenant.own == before) {
                return false;
            }
        }
        return true;
    }

    /// The guest gives up the page that it used least: first what it never touched, then what it has of files, then
    /// what it can write to its swap.
    ///
    /// @return whether it had one
    boolean giveUp(Tenant tenant) {
        boolean had = loseOne(tenant);
        if (had) {
            honour(tenant);
        }
        return had;
    }

    private boolean loseOne(Tenant tenant) {
        OptionalLong untouched = tenant.takeUntouched();
        if (untouched.isPresent()) {
            ledger.move(tenant, untouched.getAsLong(), Place.NONE);
            return true;
        }
        int wanted = Place.only(Place.OWN, Place.SHARED, Place.COMPRESSED, Place.SWAPPED);
        OptionalLong file = tenant.fileHand.next(wanted, Place.SEEN_BY_GUEST);
        OptionalLong page = file.isPresent() ? file : tenant.guestHand.next(wanted, Place.SEEN_BY_GUEST);
        if (page.isEmpty()) {
            return false;
        }
        ledger.move(tenant, page.getAsLong(), Place.GIVEN_UP);
        return true;
    }

    /// What was stopped since this was last asked, in that order.
    List<VmId> takeStopped() {
        List<VmId> taken = List.copyOf(stopped);
        stopped.clear();
        return taken;
    }

    boolean hasStopped() {
        return !stopped.isEmpty();
    }

    /// A guest that gave up a page, or for which more is reserved now, may have fewer in frames than are reserved for
    /// it, and others compressed or swapped: those come back.
    void honour(Tenant tenant) {
        while (!tenant.isGone
                && tenant.held() < tenant.terms().reservationPages()
                && tenant.compressed + tenant.swapped > 0) {
            long page = tenant.hostHand
                    .next(Place.only(Place.COMPRESSED, Place.SWAPPED), Place.SEEN_BY_HOST)
                    .orElseThrow();
            bring(tenant, page);
        }
    }

    private Optional<Tenant> cheapest() {
        return tenants.stream()
                .filter(Tenant::canBeEvicted)
                .min(Comparator.comparingDouble(
                        tenant -> tax.paid(tenant.terms().shares(), tenant.sample.used(), tenant.own)));
    }

    private void stopSomebody(Tenant inNeed) {
        Tenant victim = tenants.stream()
                .filter(tenant -> !tenant.isGone
                        && !tenant.terms().pinned()
                        && tenant.used() > tenant.terms().reservationPages())
                .min(Comparator.comparingInt((Tenant tenant) -> tenant.terms().shares())
                        .thenComparing(Comparator.comparingLong(Tenant::held).reversed())
                        .thenComparing(Tenant::id))
                .orElse(inNeed);
        ledger.vacate(victim);
        stopped.add(victim.id());
    }
}
