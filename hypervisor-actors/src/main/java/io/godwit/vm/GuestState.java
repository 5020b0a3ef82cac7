package io.godwit.vm;

import io.godwit.device.Disk;
import java.util.List;

/// All that a guest can see of itself that isn't in its pages, taken while it is paused: with its pages, this is the
/// guest. Sent whole when it moves.
///
/// @param ranNs for how long it has run, pauses not counted: its place in its CPU workload
/// @param workNs how much it got done, in nanoseconds of running at all the CPU it asked for
/// @param memoryWrites how many page writes it has made: its place in its memory workload
/// @param answered per client, what it has acknowledged or knows to be on its disk
/// @param pending writes it took and has not answered: given to the disk again when it resumes
public record GuestState(
        long ranNs, long workNs, long memoryWrites, List<Disk.Held> answered, List<Disk.Numbered> pending) {

    public GuestState {
        answered = List.copyOf(answered);
        pending = List.copyOf(pending);
    }

    /// A guest that has not run yet, on a disk that holds this.
    public static GuestState booted(List<Disk.Held> held) {
        return new GuestState(0, 0, 0, held, List.of());
    }
}
