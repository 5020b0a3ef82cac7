package io.godwit.guest;

/// Takes the writes of a guest, in order.
@FunctionalInterface
public interface PageSink {

    /// @param page number within the guest's memory
    /// @param content identity of what the page holds from now on; never 0, which is an untouched page
    void write(long page, long content);
}
