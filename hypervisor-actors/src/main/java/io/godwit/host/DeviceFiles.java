package io.godwit.host;

import io.godwit.device.DevicePath;
import io.godwit.device.DevicePath.Use;
import io.godwit.virtualization.Profile;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What devices of guests cost, by the names that profiles call them; what isn't there costs nothing.
///
/// @param paths of each device of `config/devices`
public record DeviceFiles(SortedMap<String, DevicePath> paths) {

    private static final DeviceFiles NONE = new DeviceFiles(new TreeMap<>());

    public DeviceFiles {
        paths = Collections.unmodifiableSortedMap(new TreeMap<>(paths));
    }

    public static DeviceFiles none() {
        return NONE;
    }

    DevicePath named(String name, Use use) {
        return Optional.ofNullable(paths.get(name)).orElseGet(() -> DevicePath.free(use));
    }

    /// A sentence with the remedy, if the profile names a device that isn't there, or one of another use.
    public Optional<String> objection(Profile profile) {
        for (Use use : Use.values()) {
            for (String name : profile.devices().all(use)) {
                DevicePath path = paths.get(name);
                if (path == null || path.use() != use) {
                    return Optional.of("there is no " + (use == Use.BLOCK ? "disk" : "network card") + " '" + name
                            + "' under config/devices, which " + profile.hypervisor() + " has: write one of "
                            + String.join(", ", names(use)));
                }
            }
        }
        return Optional.empty();
    }

    private Iterable<String> names(Use use) {
        return paths.values().stream()
                .filter(path -> path.use() == use)
                .map(DevicePath::device)
                .toList();
    }
}
