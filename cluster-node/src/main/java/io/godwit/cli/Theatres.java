package io.godwit.cli;

import io.godwit.drill.play.Audience;
import io.godwit.process.JvmStage;
import io.godwit.rehearsal.JvmTheatre;
import io.godwit.rehearsal.Theatre;
import io.godwit.rehearsal.VirtualTheatre;
import io.godwit.unit.MemorySize;
import io.godwit.verdict.DrillReport.Clock;

/// Opens theatres with the machines and arrays that this installation comes with.
final class Theatres {

    /// What arrays are, unless a drill will say otherwise.
    private static final String ARRAY = "lab";

    /// Most heap of each process: the drills that are shipped need a third of it.
    private static final MemorySize HEAP = MemorySize.ofMebibytes(96);

    private Theatres() {}

    /// @param bytes whether messages in virtual time go through their form in bytes, as they do on JVMs
    static Theatre open(Clock clock, boolean bytes, Audience audience) {
        return switch (clock) {
            case VIRTUAL -> new VirtualTheatre(Makes.hosts(), Makes.images(), Makes.array(ARRAY), bytes);
            case WALL -> new JvmTheatre(processes(), audience);
        };
    }

    /// What fleets of processes are made with.
    static JvmStage.Parts processes() {
        return new JvmStage.Parts(Makes.hosts(), Makes.images(), Makes.array(ARRAY), HEAP);
    }
}
