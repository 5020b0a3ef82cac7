package io.godwit.host;

import io.godwit.image.GuestImage;
import io.godwit.image.Image;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The images that a node knows, one instance of each for all VMs made from it. `blank` is always there.
public final class Images {

    private record Known(GuestImage guest, Image contents) {}

    private final Map<String, Known> byName = new TreeMap<>();

    public Images(Collection<GuestImage> guests) {
        add(GuestImage.blank());
        guests.forEach(this::add);
    }

    private void add(GuestImage guest) {
        byName.put(guest.image(), new Known(guest, Image.of(guest.contents())));
    }

    /// What guests made from it find in their memory.
    public Optional<Image> named(String name) {
        return Optional.ofNullable(byName.get(name)).map(Known::contents);
    }

    /// What its file says of it.
    public Optional<GuestImage> guest(String name) {
        return Optional.ofNullable(byName.get(name)).map(Known::guest);
    }

    /// In the order of their names.
    public List<GuestImage> all() {
        return byName.values().stream().map(Known::guest).toList();
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
