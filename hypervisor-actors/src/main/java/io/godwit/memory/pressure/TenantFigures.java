package io.godwit.memory.pressure;

/// Where the pages of one VM are.
///
/// @param own pages in frames of its own
/// @param imageShared pages in frames that VMs of its image share
/// @param shared pages in frames that equal pages share
/// @param compressed pages in the host's compressed memory
/// @param swapped pages on the host's disk
/// @param givenUp pages that the guest gave up to its balloon: in its files or its swap
/// @param ballooned pages in its balloon
/// @param balloonTarget pages that its balloon is to have
/// @param used ratio of what it finds in frames that it uses, as samples say: all of it while none has ended
public record TenantFigures(
        long own,
        long imageShared,
        long shared,
        long compressed,
        long swapped,
        long givenUp,
        long ballooned,
        long balloonTarget,
        double used) {

    /// Of a VM that has nothing.
    public static TenantFigures none() {
        return ofUnmanaged(0, 0, 0);
    }

    /// Of a VM on a host that gives each VM memory of its own: what it wrote is taken to be in use.
    ///
    /// @param withClones what it wrote, too, and shares with its clones
    public static TenantFigures ofUnmanaged(long own, long withClones, long imageShared) {
        long written = own + withClones;
        double used = written == 0 ? 0 : (double) written / (written + imageShared);
        return new TenantFigures(own, imageShared, 0, 0, 0, 0, 0, 0, used);
    }

    static TenantFigures of(Tenant tenant) {
        return new TenantFigures(
                tenant.own,
                tenant.imageShared,
                tenant.shared,
                tenant.compressed,
                tenant.swapped,
                tenant.givenUp,
                tenant.ballooned,
                tenant.balloonTarget,
                tenant.held() == 0 ? 0 : tenant.sample.used());
    }
}
