package io.godwit.door;

import io.godwit.array.ArrayDisk;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.image.GuestImage;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.portable.Dropping;
import io.godwit.portable.Exporting;
import io.godwit.portable.Importing;
import io.godwit.portable.Manifest;
import io.godwit.recovery.ControlWire.Outcome.Shown;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.FleetView;
import io.godwit.registry.Copies.Snapshot;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/// Takes VMs out of the fleet as portable files, and brings them in, for a door. Mutable, and owned by the [Door].
///
/// Disks on arrays alone: a host's own disk is read by nobody else.
final class Freight {

    private static final int BAD = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ActorContext<Door.Command> context;
    private final Link link;
    private final DoorGround ground;
    private long last;

    Freight(ActorContext<Door.Command> context, Link link, DoorGround ground) {
        this.context = context;
        this.link = link;
        this.ground = ground;
    }

    /// What is to be sent, and from where.
    record Departure(Exporting.Source source, ArrayDisk.Port port) {}

    /// A VM that comes, and the copy that it starts from.
    record Arrival(VmSpec vm, CopyId copy, boolean recalls) {

        Wish wish() {
            return new Wish.Adopt(vm, copy, recalls);
        }
    }

    /// A [Departure], or why there is none.
    Reply departure(VmId id, String name, Shown shown) {
        Optional<VmRecord> vm = new FleetView(shown.view()).vm(id);
        if (vm.isEmpty()) {
            return Reply.refused(NOT_FOUND, "there is no VM " + id + ": `godwit vms` lists them");
        }
        Optional<Snapshot> snapshot = vm.get().copies().snapshot(name);
        if (snapshot.isEmpty()) {
            return Reply.refused(
                    NOT_FOUND, id + " has no snapshot " + name + ": `godwit vm snapshots " + id + "` lists them");
        }
        VmSpec spec = vm.get().spec();
        if (spec.hasLocalDisk()) {
            return Reply.refused(
                    CONFLICT,
                    id + " has its disk on its host's local datastore, which nobody else can read: export VMs whose"
                            + " disks are on an array");
        }
        Optional<GuestImage> image = ground.images().guest(spec.image());
        if (image.isEmpty()) {
            return Reply.refused(CONFLICT, "this door knows no image " + spec.image() + ": ask another node's");
        }
        VmSpec then = snapshot.get()
                .memory()
                .map(memory -> spec.with(spec.vcpus(), memory))
                .orElse(spec);
        var manifest = new Manifest(
                then,
                image.get().contents(),
                snapshot.get().epoch(),
                snapshot.get().memory().isPresent());
        return new Reply(
                200, new Departure(new Exporting.Source(manifest, snapshot.get().copy()), port(spec.disk(), "export")));
    }

    /// What is to come, or why it can't.
    Reply arrival(Request.Import wanted, Shown shown) {
        Manifest manifest = wanted.manifest();
        NavigableSet<String> arrays = new TreeSet<>(new Views(shown, ground.voters()).datastores());
        arrays.remove(VmSpec.LOCAL_DISK);
        Optional<String> disk = wanted.disk()
                .or(() -> Optional.of(manifest.spec().disk()).filter(arrays::contains))
                .or(() -> arrays.size() == 1 ? Optional.of(arrays.first()) : Optional.empty());
        if (disk.filter(arrays::contains).isEmpty()) {
            return Reply.refused(
                    arrays.isEmpty() ? CONFLICT : BAD,
                    arrays.isEmpty()
                            ? "this fleet has no array, and the disk of a VM that is imported needs one"
                            : disk.map(name -> "there is no array '" + name + "'")
                                            .orElse("it is not said where its disk is to be")
                                    + ": add disk=" + String.join(", or disk=", arrays));
        }
        Optional<String> objection = objection(manifest);
        if (objection.isPresent()) {
            return Reply.refused(CONFLICT, objection.get());
        }
        last++;
        return new Reply(
                200,
                new Arrival(
                        named(manifest.spec(), wanted.vm(), disk.get()),
                        new CopyId(wanted.vm() + "." + ground.client() + "." + last),
                        manifest.memory()));
    }

    private Optional<String> objection(Manifest manifest) {
        String name = manifest.spec().image();
        Optional<GuestImage> image = ground.images().guest(name);
        if (image.isEmpty()) {
            return Optional.of("this fleet knows no image " + name + ", which the VM was made from: start it with"
                    + " config/images/" + name + ".yaml");
        }
        boolean isAnother = manifest.memory() && !image.get().contents().equals(manifest.image());
        return isAnother
                ? Optional.of("image " + name + " is another here than where the VM was exported: its memory would"
                        + " not be what it was; export it without memory")
                : Optional.empty();
    }

    /// @param then told once: why it came to nothing, in a sentence; empty: the copy is there
    void bring(Arrival arrival, Request.Import wanted, Consumer<Optional<String>> then) {
        try {
            InputStream file = new BufferedInputStream(Files.newInputStream(wanted.file()));
            String disk = arrival.vm().disk();
            var place = new Importing.Place(link, port(disk, "import"), disk, arrival.copy());
            context.spawnAnonymous(
                    Importing.create(place, new Importing.Cargo(wanted.vm(), file, then)),
                    DispatcherSelector.blocking());
        } catch (IOException unreadable) {
            then.accept(Optional.of("it can't be read: " + unreadable.getMessage()));
        }
    }

    /// Nobody will start from it.
    void drop(Arrival arrival) {
        context.spawnAnonymous(Dropping.create(
                link, port(arrival.vm().disk(), "drop"), arrival.vm().id(), arrival.copy()));
    }

    private ArrayDisk.Port port(String array, String errand) {
        last++;
        return new ArrayDisk.Port(new NodeId(array), errand + "-" + ground.client() + "-" + last);
    }

    private static VmSpec named(VmSpec was, VmId name, String disk) {
        return new VmSpec(
                name,
                name.value(),
                was.vcpus(),
                was.memory(),
                was.kind(),
                was.cpu(),
                was.image(),
                disk,
                was.care(),
                was.workload(),
                was.platform());
    }
}
