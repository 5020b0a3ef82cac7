package io.godwit.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.array.ArraySettings;
import io.godwit.door.DoorSetup;
import io.godwit.host.HostMakes;
import io.godwit.image.GuestImage;
import io.godwit.link.RecordForm;
import io.godwit.node.NodeSetup;
import io.godwit.node.artery.NetworkSetup;
import io.godwit.node.artery.NodeAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a node's process is told when it starts: the file that its main class is given.
///
/// The file's folder is the node's own: its disk, its history and its log are there.
///
/// @param originNs what the monotonic clock showed at the start of the run
/// @param launcher the folder of the launcher's run, if the process is to end with it and take the folder along; empty
///     for a process that stands alone
/// @param door where it takes requests over HTTP; empty: nowhere
public record ProcessSetup(
        NetworkSetup network,
        long originNs,
        Optional<String> launcher,
        Role role,
        Kept history,
        Optional<DoorSetup> door) {

    private static final JsonMapper JSON = RecordForm.mapper(JsonMapper.builder());

    /// What a node writes down of what happens on it.
    public enum Kept {
        /// A drill's invariants read it all.
        EVERYTHING,
        /// What people want to hear of: a fleet may stand for months.
        OF_NOTE
    }

    /// A process of a drill.
    public static ProcessSetup ofDrill(NetworkSetup network, long originNs, Optional<String> launcher, Role role) {
        return new ProcessSetup(network, originNs, launcher, role, Kept.EVERYTHING, Optional.empty());
    }

    /// What the node is.
    public sealed interface Role {}

    /// @param makes that hosts may be of
    /// @param images that VMs may be made from
    /// @param pages where pages are taken, as others reach it, and where this process listens for them
    public record Host(NodeSetup setup, HostMakes makes, List<GuestImage> images, Pages pages) implements Role {}

    /// A host node that learns from others what its fleet is.
    ///
    /// @param seeds where nodes of the fleet are
    public record Newcomer(
            String boot,
            List<NodeSetup.Machine> hosts,
            HostMakes makes,
            List<GuestImage> images,
            Pages pages,
            List<NodeAddress> seeds)
            implements Role {}

    public record Pages(NodeAddress advertised, NodeAddress bound) {}

    /// @param name of the datastore that it is
    public record StorageArray(String name, ArraySettings settings) implements Role {}

    /// What became of reading a file.
    public sealed interface Reading {}

    public record Read(ProcessSetup setup) implements Reading {}

    /// @param why a sentence that names the file
    public record Unreadable(String why) implements Reading {}

    public static Reading read(Path file) {
        try {
            return new Read(JSON.readValue(Files.readAllBytes(file), ProcessSetup.class));
        } catch (JsonProcessingException garbled) {
            return new Unreadable(file + " is no node's setup: " + garbled.getOriginalMessage());
        } catch (IOException unreadable) {
            return new Unreadable(file + " can't be read: " + unreadable.getMessage());
        }
    }

    public void write(Path file) throws IOException {
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }
}
