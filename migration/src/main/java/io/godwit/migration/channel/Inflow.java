package io.godwit.migration.channel;

/// The target's account of a passage. It bounds what may be under way: what was granted and is not yet written.
/// Immutable.
///
/// @param frames that came
/// @param pages that came
/// @param written pages that are in the guest's memory
/// @param window pages that may be under way
public record Inflow(long frames, long pages, long written, long window) {

    private static final long MAX_STEP_PAGES = 1024;

    public static Inflow withWindow(long window) {
        return new Inflow(0, 0, 0, window);
    }

    /// How many pages the source may send, in all.
    public long granted() {
        return written + window;
    }

    /// Whether the source is to hear of more credit than it was told of. A grant also says that pages came: when a
    /// passage is lost, 4 MiB of them at most are sent again beside what is under way, however large the window.
    public boolean isWorthTelling(long toldGrant) {
        return granted() - toldGrant >= Math.min(MAX_STEP_PAGES, window / 4);
    }

    public boolean isNext(PageFrame frame) {
        return frame.sequence() == frames && pages + frame.pages().size() <= granted();
    }

    public Inflow arrived(PageFrame frame) {
        return new Inflow(frames + 1, pages + frame.pages().size(), written, window);
    }

    public Inflow wrote(int count) {
        return new Inflow(frames, pages, written + count, window);
    }

    /// Whether so many frames came and all their pages are written.
    public boolean hasAll(long sentFrames) {
        return frames == sentFrames && written == pages;
    }
}
