package io.godwit.node;

import io.godwit.array.ArrayDisk;
import io.godwit.device.Disk;
import io.godwit.history.Recorder;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostMakes;
import io.godwit.link.Link;
import io.godwit.log.LogDevice;
import io.godwit.migration.channel.PageChannels;
import io.godwit.time.Timeline;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;

/// What a host node stands on: the one place where virtual time and JVMs differ.
///
/// @param registryDisk this voter's disk; other nodes never use it
/// @param registryProps where the replica runs: it waits for its disk on JVMs
/// @param pages the TCP port for pages; empty: they go over the link
/// @param makes that hosts may be of
/// @param datastore the disk port to an array
public record NodePorts(
        Link link,
        Timeline timeline,
        Recorder recorder,
        LogDevice registryDisk,
        Props registryProps,
        Optional<PageChannels> pages,
        GuestMaker guests,
        HostMakes makes,
        Function<ArrayDisk.Port, Behavior<Disk.Command>> datastore) {}
