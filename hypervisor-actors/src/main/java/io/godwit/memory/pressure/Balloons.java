package io.godwit.memory.pressure;

import java.util.List;

/// How far each guest's balloon is to be inflated, and how far it is: targets by shares and idle tax, reached at the
/// driver's speed. A guest keeps at least its minimum and its reservation; one with a device of the host's has none, as
/// devices write to its memory without asking.
///
/// A guest that stands still gives nothing and takes nothing back, as its driver stands still with it: others give
/// more.
///
/// A balloon first takes pages that the guest doesn't use, then those that it gives up ([Reclaim#giveUp]). Only the
/// latter free frames; the target allows for that: it is what the guest is to be left with, not what it is to lose.
final class Balloons {

    private static final double NS_PER_SECOND = 1e9;

    private final List<Tenant> tenants;
    private final Reclaim reclaim;
    private final double pagesPerSecond;

    Balloons(List<Tenant> tenants, Reclaim reclaim, double pagesPerSecond) {
        this.tenants = tenants;
        this.reclaim = reclaim;
        this.pagesPerSecond = pagesPerSecond;
    }

    /// All together are to give back so many frames.
    void inflate(long frames) {
        Allotment allotment = new Allotment(tenants.size());
        long held = 0;
        for (int i = 0; i < tenants.size(); i++) {
            Tenant tenant = tenants.get(i);
            long ceiling = tenant.held();
            long least = tenant.runs ? Math.min(ceiling, floor(tenant)) : ceiling;
            allotment.claim(i, weight(tenant), least, ceiling);
            held += ceiling;
        }
        long[] left = allotment.divide(held - frames);
        for (int i = 0; i < left.length; i++) {
            Tenant tenant = tenants.get(i);
            if (left[i] < tenant.held()) {
                tenant.balloonTarget = Math.max(tenant.ballooned, target(tenant, left[i]));
            } else {
                tenant.balloonTarget = tenant.ballooned;
            }
        }
    }

    /// All together may have so many frames more.
    void deflate(long frames) {
        Allotment allotment = new Allotment(tenants.size());
        long has = 0;
        for (int i = 0; i < tenants.size(); i++) {
            Tenant tenant = tenants.get(i);
            long now = tenant.pages() - tenant.ballooned;
            allotment.claim(i, weight(tenant), now, tenant.runs ? tenant.pages() : now);
            has += now;
        }
        long[] left = allotment.divide(has + frames);
        for (int i = 0; i < left.length; i++) {
            Tenant tenant = tenants.get(i);
            tenant.balloonTarget = Math.min(tenant.ballooned, target(tenant, left[i]));
        }
    }

    /// Nothing is to change.
    void hold() {
        tenants.forEach(tenant -> tenant.balloonTarget = tenant.ballooned);
    }

    /// Each driver goes towards its target for so long.
    void move(long elapsedNs) {
        long most = Math.max(1, (long) (pagesPerSecond * elapsedNs / NS_PER_SECOND));
        for (Tenant tenant : List.copyOf(tenants)) {
            if (!tenant.isGone && tenant.runs) {
                move(tenant, most);
            }
        }
    }

    private void move(Tenant tenant, long most) {
        if (tenant.ballooned > tenant.balloonTarget) {
            tenant.ballooned -= Math.min(most, tenant.ballooned - tenant.balloonTarget);
            return;
        }
        for (long i = 0; i < most && tenant.ballooned < tenant.balloonTarget && !tenant.isGone; i++) {
            if (tenant.freePages() == 0 && !reclaim.giveUp(tenant)) {
                return;
            }
            tenant.ballooned += tenant.isGone ? 0 : 1;
        }
    }

    private double weight(Tenant tenant) {
        return reclaim.tax().weight(tenant.terms().shares(), tenant.sample.used());
    }

    private static long target(Tenant tenant, long left) {
        return tenant.terms().pinned() ? 0 : tenant.pages() - Math.max(left, floor(tenant));
    }

    private static long floor(Tenant tenant) {
        return tenant.terms().pinned()
                ? tenant.pages()
                : Math.min(tenant.pages(), tenant.terms().floorPages());
    }
}
