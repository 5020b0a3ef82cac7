package io.godwit.guest;

/// Where a guest's accesses to its pages go, one by one.
@FunctionalInterface
public interface PageSink {

    void write(long page, long content);

    /// The page is to hold what a file has there, which changes nothing if it does already.
    default void read(long page, long content) {
        write(page, content);
    }
}
