package io.godwit.door;

import io.godwit.device.PacketLoad;
import io.godwit.guest.Activity;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.VmId;
import io.godwit.image.GuestImage;
import io.godwit.registry.SavedImage;
import io.godwit.unit.Excerpt;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.VmSpec;
import io.godwit.vm.VmSpec.Care;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.regex.Pattern;

/// The VMs that a request asks for: `web` for one, `web-1`, `web-2` and so on for several.
///
/// @param count empty: one, with the name as it is
/// @param image what they are made from
/// @param disk empty: the fleet's one datastore, or `local` where there is none
record VmForm(
        String name,
        Optional<Integer> count,
        int vcpus,
        MemorySize memory,
        String image,
        Care care,
        Optional<String> disk,
        PlatformForm platform,
        WorkloadSpec workload) {

    /// What one message to the controller holds.
    static final int MAX_COUNT = 200;

    /// The size of a guest's page.
    static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    private static final int MAX_VCPUS = 1_024;
    private static final int LAST_TIER = 9;

    /// Short enough for names of migrations and of files.
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /// @param activities that a caller may name
    static VmForm read(Form form, SortedMap<String, Activity> activities) {
        String name = name(form.require("name", form.text("name"), "{\"name\": \"web-1\"}"));
        MemorySize memory = form.require("memory", form.quantity("memory", MemorySize::parse), "\"memory\": \"1GiB\"");
        if (memory.bytes() == 0 || memory.bytes() % PAGE.bytes() != 0) {
            throw new Malformed("'memory' of " + memory + " is no number of pages of " + PAGE + ": write 1GiB or so");
        }
        return new VmForm(
                name,
                form.whole("count", 1, MAX_COUNT),
                form.whole("vcpus", 1, MAX_VCPUS).orElse(1),
                memory,
                form.text("image").orElse(GuestImage.BLANK),
                care(form, name),
                form.text("disk"),
                PlatformForm.read(form, memory),
                form.form("workload")
                        .map(workload -> WorkloadForm.read(workload, name, memory, activities))
                        .orElseGet(WorkloadSpec::idle));
    }

    /// The same, of an image that was saved: it boots as the VM did that the image is of, on its datastore.
    VmForm on(SavedImage saved) {
        return new VmForm(
                name,
                count,
                vcpus,
                memory,
                saved.make().image(),
                care,
                disk.or(() -> Optional.of(saved.make().disk())),
                platform,
                workload);
    }

    /// @throws Malformed if a fleet takes no such name
    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Malformed("'" + Excerpt.of(name)
                    + "' is no name: use up to 40 small letters, digits and dashes, a letter first");
        }
        return name;
    }

    private static Care care(Form form, String name) {
        Protection protection = form.word("protect", Protection.class).orElse(Protection.NONE);
        Optional<Isolation> isolation = form.word("onIsolation", Isolation.class);
        boolean isProtected = protection != Protection.NONE;
        if (!isProtected && isolation.isPresent()) {
            throw new Malformed("'onIsolation' means nothing for " + name
                    + ", as unprotected VMs hold no permit: remove it, or add \"protect\": \"restart\"");
        }
        return new Care(
                protection,
                isolation.orElse(isProtected ? Isolation.STOP : Isolation.RUN),
                form.whole("tier", 1, LAST_TIER).orElse(Care.none().tier()),
                form.texts("after").stream().map(VmForm::name).toList(),
                form.word("spread", VmSpec.Domain.class));
    }

    /// @param datastores that the fleet has
    /// @throws Malformed if the disk is none of them, or none that a protected VM can have
    List<VmSpec> specs(SortedSet<String> datastores) {
        String on = disk.orElseGet(() -> usual(datastores));
        if (!on.equals(VmSpec.LOCAL_DISK) && !datastores.contains(on)) {
            throw new Malformed("there is no datastore '" + Excerpt.of(on) + "': use " + choice(datastores));
        }
        if (care.protection() == Protection.RESTART && on.equals(VmSpec.LOCAL_DISK)) {
            throw new Malformed(name + " can't be restarted from a local disk, which dies with its host: "
                    + (datastores.isEmpty() ? "this fleet has no array, so use no protection" : "use another disk"));
        }
        if (count.isEmpty()) {
            return List.of(spec(name, on));
        }
        List<VmSpec> specs = new ArrayList<>();
        for (int number = 1; number <= count.get(); number++) {
            specs.add(spec(name + "-" + number, on));
        }
        return specs;
    }

    private VmSpec spec(String id, String on) {
        if (workload.devices()
                .packets()
                .flatMap(PacketLoad::to)
                .filter(new VmId(id)::equals)
                .isPresent()) {
            throw new Malformed(id + " would send to itself: let 'workload.packets.to' name another VM, or outside");
        }
        return new VmSpec(
                new VmId(id),
                name,
                vcpus,
                memory,
                platform.kind(),
                CpuShare.byDefault(),
                image,
                on,
                care,
                workload,
                platform.platform());
    }

    private static String usual(SortedSet<String> datastores) {
        return switch (datastores.size()) {
            case 0 -> VmSpec.LOCAL_DISK;
            case 1 -> datastores.first();
            default -> throw new Malformed("'disk' is missing: use " + choice(datastores));
        };
    }

    private static String choice(SortedSet<String> datastores) {
        return datastores.isEmpty() ? VmSpec.LOCAL_DISK : String.join(", ", datastores) + " or " + VmSpec.LOCAL_DISK;
    }
}
