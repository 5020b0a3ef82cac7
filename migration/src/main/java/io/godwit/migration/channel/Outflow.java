package io.godwit.migration.channel;

/// The source's account of a passage: what went out, and what the target let it. Immutable.
///
/// @param frames sent so far; the next frame's sequence
/// @param pages sent so far
/// @param granted pages that may be sent in all
public record Outflow(long frames, long pages, long granted) {

    public static Outflow none() {
        return new Outflow(0, 0, 0);
    }

    /// How many pages may leave now, at most `wanted`.
    public int allowed(int wanted) {
        return (int) Math.min(wanted, granted - pages);
    }

    public Outflow sent(int count) {
        if (count > granted - pages) {
            throw new IllegalStateException(count + " pages against a credit of " + (granted - pages));
        }
        return new Outflow(frames + 1, pages + count, granted);
    }

    /// Grants are totals, so that a lost or repeated one does no harm.
    public Outflow grantedUpTo(long total) {
        return new Outflow(frames, pages, Math.max(granted, total));
    }
}
