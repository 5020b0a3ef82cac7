package io.godwit.drill.play;

import io.godwit.array.ArrayDisk;
import io.godwit.drill.Action.Deed;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.image.GuestImage;
import io.godwit.link.NodeId;
import io.godwit.portable.Dropping;
import io.godwit.portable.Exporting;
import io.godwit.portable.Importing;
import io.godwit.portable.Manifest;
import io.godwit.portable.NotPortable;
import io.godwit.portable.PortableReader;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.Orders;
import io.godwit.registry.Copies.Snapshot;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.Behavior;

/// Takes VMs out of a drill's fleet as portable files, and brings them in. The files live with who plays the drill, in
/// its memory, from their export to the drill's end: the same on both clocks, and out of reach of all that is broken.
///
/// Actors of the console read and write the arrays. What came of it is told here by whatever thread they run on, and
/// looked at when the director looks around.
final class Portage {

    /// A file of a drill: some 30 GiB of a guest, every page of it written.
    private static final int MAX_BYTES = 64 << 20;

    private final Scene scene;
    private final Orders orders;
    private final BiConsumer<Strike, String> refused;
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

    /// How exports that failed did, by file; how imports ended, by VM: empty if their copy is there.
    private final Map<String, String> failures = new ConcurrentSkipListMap<>();

    private final Map<VmId, Optional<String>> landed = new ConcurrentSkipListMap<>();
    private int last;

    /// @param refused is told why a step came to nothing
    Portage(Scene scene, Orders orders, BiConsumer<Strike, String> refused) {
        this.scene = scene;
        this.orders = orders;
        this.refused = refused;
    }

    void export(Strike strike, VmRecord vm, Deed.Export export) {
        Optional<Snapshot> snapshot = vm.copies().snapshot(export.snapshot());
        boolean hasMemory = snapshot.flatMap(Snapshot::memory).isPresent();
        if (snapshot.isEmpty() || vm.spec().hasLocalDisk()) {
            refused.accept(strike, vm.id() + " has no snapshot " + export.snapshot() + " on an array");
            return;
        }
        if (hasMemory && !vm.spec().image().equals(GuestImage.BLANK)) {
            refused.accept(
                    strike,
                    vm.id() + " is made from " + vm.spec().image()
                            + ", and a drill exports memories of blank guests: take a snapshot without memory");
            return;
        }
        VmSpec then = snapshot.get()
                .memory()
                .map(memory -> vm.spec().with(vm.spec().vcpus(), memory))
                .orElse(vm.spec());
        var manifest =
                new Manifest(then, GuestImage.blank().contents(), snapshot.get().epoch(), hasMemory);
        var source = new Exporting.Source(manifest, snapshot.get().copy());
        var way = new Exporting.Way(scene.stage().link(), port(vm.spec().disk(), "export"), new Shelf(export.as()));
        spawn(Exporting.create(way, source));
        strike.watches(() -> {
            Optional.ofNullable(failures.remove(export.as())).ifPresent(why -> refused.accept(strike, why));
            return Optional.ofNullable(files.get(export.as()))
                    .map(file -> vm.id() + " is in " + export.as() + ", " + file.length + " B");
        });
    }

    /// A file that is damaged is refused before anything is asked of the fleet.
    ///
    /// @return whether the VM comes; if not, that is said
    boolean bring(Strike strike, Deed.Import wanted) {
        byte[] file = files.get(wanted.file());
        if (file == null) {
            refused.accept(strike, "there is no file " + wanted.file() + " yet: export one before");
            return false;
        }
        byte[] brought = wanted.corrupt() ? damaged(file) : file;
        try {
            Manifest manifest = PortableReader.check(new ByteArrayInputStream(brought));
            VmSpec was = manifest.spec();
            VmSpec vm = was.with(wanted.as());
            CopyId copy = new CopyId(wanted.as() + "." + scene.client() + "." + ++last);
            var place = new Importing.Place(scene.stage().link(), port(vm.disk(), "import"), vm.disk(), copy);
            spawn(Importing.create(
                    place,
                    new Importing.Cargo(
                            vm.id(), new ByteArrayInputStream(brought), failed -> landed.put(vm.id(), failed))));
            strike.watches(() -> landed(strike, new Wish.Adopt(vm, copy, manifest.memory())));
            return true;
        } catch (NotPortable damaged) {
            refusedAsFile(strike, wanted, damaged.sentence());
        } catch (IOException impossible) {
            refusedAsFile(strike, wanted, String.valueOf(impossible.getMessage()));
        }
        return false;
    }

    /// That a damaged file was refused is what a step that brings one is for.
    private void refusedAsFile(Strike strike, Deed.Import wanted, String why) {
        if (wanted.corrupt()) {
            strike.felt("refused " + wanted.file() + ", damaged: " + why);
        } else {
            refused.accept(strike, why);
        }
    }

    private Optional<String> landed(Strike strike, Wish.Adopt adopt) {
        Optional<String> failed = landed.remove(adopt.vm().id());
        if (failed == null) {
            return Optional.empty();
        }
        if (failed.isPresent()) {
            refused.accept(strike, failed.get());
            drop(adopt);
            return Optional.empty();
        }
        orders.give(adopt, outcome -> {
            if (outcome instanceof Outcome.Refused(var why)) {
                refused.accept(strike, why);
                drop(adopt);
            }
        });
        return Optional.empty();
    }

    private void drop(Wish.Adopt adopt) {
        spawn(Dropping.create(
                scene.stage().link(),
                port(adopt.vm().disk(), "drop"),
                adopt.vm().id(),
                adopt.copy()));
    }

    private <T> void spawn(Behavior<T> behavior) {
        last++;
        var _ = scene.stage().spawn(behavior, "portage-" + scene.client() + "-" + last);
    }

    private ArrayDisk.Port port(String array, String errand) {
        last++;
        NodeId node = scene.arrays().get(array);
        return new ArrayDisk.Port(node, errand + "-" + scene.client() + "-" + last);
    }

    /// One bit is another, in the middle.
    private static byte[] damaged(byte[] file) {
        byte[] other = file.clone();
        other[other.length / 2] ^= 1;
        return other;
    }

    /// Takes one file.
    private final class Shelf implements Exporting.Sink {

        private final String name;
        private final ByteArrayOutputStream so = new ByteArrayOutputStream();

        private Shelf(String name) {
            this.name = name;
        }

        @Override
        public boolean take(byte[] bytes) {
            so.writeBytes(bytes);
            return true;
        }

        @Override
        public void done() {
            files.put(name, so.toByteArray());
        }

        @Override
        public void failed(String why) {
            failures.put(name, why);
        }

        @Override
        public boolean isGone() {
            if (so.size() > MAX_BYTES) {
                failures.put(name, "it is larger than " + MAX_BYTES + " B, which a drill keeps at most");
                return true;
            }
            return false;
        }
    }
}
