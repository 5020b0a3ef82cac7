package io.godwit.vm;

/// The kernel that a guest's programs run on, and that a host's containers share.
public enum Kernel {
    /// It speaks hypercalls where it finds itself paravirtualized (paravirt-ops, since 2.6.23).
    LINUX(true),
    /// A Linux that speaks no hypercalls, as all did once.
    UNMODIFIED_LINUX(false),
    WINDOWS(false),
    FREEBSD(true),
    /// One that is none of these, such as a hypervisor's own.
    OTHER(false);

    private final boolean speaksHypercalls;

    Kernel(boolean speaksHypercalls) {
        this.speaksHypercalls = speaksHypercalls;
    }

    /// Whether a guest on it can be paravirtualized.
    public boolean speaksHypercalls() {
        return speaksHypercalls;
    }

    /// Whether programs for the other one run on it: all Linux is one.
    public boolean runsProgramsOf(Kernel other) {
        return this == other || (isLinux() && other.isLinux());
    }

    private boolean isLinux() {
        return this == LINUX || this == UNMODIFIED_LINUX;
    }
}
