package io.godwit.rehearsal;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.invariant.Invariants;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where drills are played, on one of the two clocks.
public interface Theatre extends AutoCloseable {

    /// How a performance went.
    sealed interface Performance {}

    /// @param watched the invariants that saw all of it as it happened; empty: its history is to be read now
    record Performed(Played played, Optional<Invariants> watched) implements Performance {}

    /// @param why the fleet did not come up: a sentence for people
    record NotStarted(String why) implements Performance {}

    Performance play(Drill drill);

    /// Gives up what is played, and whatever would be played after it. May be called by any thread.
    void stop(String why);

    /// Copies what the nodes of the last play wrote, histories and logs, into a folder of its own for each.
    ///
    /// @throws IOException if the folder can't be written
    void keep(Path folder) throws IOException;

    /// Ends whatever was kept from one drill for the next.
    @Override
    void close();
}
