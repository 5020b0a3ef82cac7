package io.godwit.host;

import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The images that a node knows, one instance of each for all VMs made from it. `blank` is always there.
public final class Images {

    private final Map<String, Image> byName = new TreeMap<>();

    public Images(Collection<ImageSpec> specs) {
        Image blank = Image.blank();
        byName.put(blank.spec().name(), blank);
        specs.forEach(spec -> byName.put(spec.name(), Image.of(spec)));
    }

    public Optional<Image> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
