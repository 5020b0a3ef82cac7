package io.godwit.registry;

import io.godwit.identity.VmId;
import io.godwit.registry.RegistryAnswer.Done;
import io.godwit.registry.RegistryAnswer.Refused;
import io.godwit.registry.RegistryCommand.MakeVm;
import io.godwit.registry.RegistryCommand.OfImage;
import io.godwit.registry.RegistryCommand.RemoveImage;
import io.godwit.registry.RegistryCommand.SaveImage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The images that were saved, by name. Each keeps its copy, whatever becomes of the VM that it is of.
final class Library {

    /// Some 600 B each, shown whole to whoever looks at the fleet.
    static final int MAX_IMAGES = 200;

    private final NavigableMap<String, SavedImage> images = new TreeMap<>();
    private final Leavings leavings;

    Library(Leavings leavings) {
        this.leavings = leavings;
    }

    /// @param create takes a VM up
    RegistryAnswer rule(OfImage about, Map<VmId, VmRecord> vms, Function<VmRecord, RegistryAnswer> create) {
        return switch (about) {
            case SaveImage save -> save(save, Optional.ofNullable(vms.get(save.vm())));
            case RemoveImage(var image) -> remove(image, vms.values());
            case MakeVm make -> make(make, create);
        };
    }

    /// @param known the VM, if there is one
    private RegistryAnswer save(SaveImage save, Optional<VmRecord> known) {
        if (known.isEmpty()) {
            return new Refused("no VM " + save.vm());
        }
        VmRecord vm = known.get();
        Optional<Copies.Snapshot> snapshot = vm.copies().snapshot(save.snapshot());
        if (snapshot.isEmpty()) {
            return new Refused(vm.id() + " has no snapshot " + save.snapshot());
        }
        if (vm.spec().hasLocalDisk()) {
            return new Refused(vm.id() + " has its disk on its host's local datastore, which no other host reads");
        }
        SavedImage image = new SavedImage(
                save.image(), snapshot.get().copy(), vm.spec(), snapshot.get().writes());
        SavedImage there = images.get(save.image());
        if (there != null) {
            return there.copy().equals(image.copy())
                    ? new Done()
                    : new Refused("there is an image " + save.image() + " already: choose another name");
        }
        if (images.size() >= MAX_IMAGES) {
            return new Refused("the registry keeps at most " + MAX_IMAGES + " saved images: remove one");
        }
        images.put(image.image(), image);
        leavings.kept(image.copy());
        return new Done();
    }

    private RegistryAnswer remove(String name, Collection<VmRecord> vms) {
        SavedImage image = images.get(name);
        if (image == null) {
            return new Refused("there is no saved image " + name + ": `godwit images` lists them");
        }
        List<VmRecord> based =
                vms.stream().filter(vm -> vm.copies().isBasedOn(image.copy())).toList();
        if (!based.isEmpty()) {
            String more = based.size() > 1 ? " (and " + (based.size() - 1) + " more)" : "";
            return new Refused(based.getFirst().id() + more + " is based on image " + name + ": destroy it first");
        }
        images.remove(name);
        leavings.released(image);
        return new Done();
    }

    private RegistryAnswer make(MakeVm make, Function<VmRecord, RegistryAnswer> create) {
        SavedImage image = images.get(make.image());
        return image == null
                ? new Refused("there is no saved image " + make.image() + ": `godwit images` lists them")
                : create.apply(VmRecord.created(make.spec()).with(Copies.from(image.copy(), false)));
    }

    /// What another of the VM's make starts from: the same image, if it was made from a saved one.
    Copies basisOf(VmRecord vm) {
        return images.values().stream()
                .map(SavedImage::copy)
                .filter(vm.copies()::isBasedOn)
                .findFirst()
                .map(copy -> Copies.from(copy, false))
                .orElse(Copies.none());
    }

    /// By name.
    List<SavedImage> all() {
        return List.copyOf(images.values());
    }

    void restore(List<SavedImage> saved) {
        saved.forEach(image -> {
            images.put(image.image(), image);
            leavings.kept(image.copy());
        });
    }
}
