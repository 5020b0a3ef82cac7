package io.godwit.array;

import io.godwit.history.Recorder;
import io.godwit.link.Link;
import io.godwit.log.LogDevice;
import io.godwit.time.Timeline;

/// What a storage array is made of.
///
/// @param name of the datastore that it is, as VMs and the history call it
/// @param device its disk, which outlives the process
public record ArraySetup(
        String name, ArraySettings settings, LogDevice device, Link link, Timeline timeline, Recorder recorder) {}
