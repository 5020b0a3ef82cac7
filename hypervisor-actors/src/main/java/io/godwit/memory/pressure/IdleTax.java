package io.godwit.memory.pressure;

/// Who gives memory back first, after Waldspurger, *Memory Resource Management in VMware ESX Server*, OSDI 2002,
/// sections 5.1 to 5.4 (unverified in the details: from memory). A VM pays for each page with its shares, and for an
/// idle page more than for one that it uses; who pays least for a page gives one up:
///
/// ```
///              S                       S  shares
/// ρ = ─────────────────────            P  pages it has
///     P · (f + k · (1 - f))            f  ratio of them that it uses
///                                      k = 1 / (1 - τ), τ the tax rate: 0 taxes nothing, near 1 all that is idle
/// ```
///
/// @param ratePermille τ
record IdleTax(long ratePermille) {

    private static final double PERMILLE = 1_000;

    /// Shares for each page that is used, so that memory divided by these weights makes all VMs pay the same.
    ///
    /// @param used f, 0 to 1
    double weight(int shares, double used) {
        double price = 1 / (1 - ratePermille / PERMILLE);
        return shares / (used + price * (1 - used));
    }

    /// ρ.
    double paid(int shares, double used, long pages) {
        return weight(shares, used) / Math.max(1, pages);
    }
}
