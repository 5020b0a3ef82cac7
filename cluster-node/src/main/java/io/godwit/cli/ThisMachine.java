package io.godwit.cli;

import io.godwit.time.CalendarDate;
import io.godwit.verdict.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/// What reports say of the machine that made them.
final class ThisMachine {

    private ThisMachine() {}

    /// @param wallNs how long the run took
    static Machine after(long wallNs) {
        return new Machine(
                hostName(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.version"),
                new Godwit.Version().getVersion()[0],
                Runtime.getRuntime().availableProcessors(),
                CalendarDate.now(),
                wallNs,
                Optional.empty());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "unnamed";
        }
    }
}
