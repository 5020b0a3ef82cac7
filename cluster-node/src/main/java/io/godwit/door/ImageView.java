package io.godwit.door;

import io.godwit.image.GuestImage;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.util.List;

/// An image as a door shows it.
///
/// @param kernel with its version
/// @param hypercalls whether the kernel speaks them
/// @param fills memory of a VM that has just been made from it
/// @param zeroShare of that
/// @param layers of a container's image
/// @param sources where the values come from
public record ImageView(
        String image,
        String kernel,
        boolean hypercalls,
        MemorySize fills,
        Share zeroShare,
        MemorySize disk,
        List<Layer> layers,
        Sources sources) {

    public record Layer(String name, MemorySize size) {}

    public record Sources(String kernel, String memory, String disk) {}

    static ImageView of(GuestImage image) {
        var kernel = image.kernel();
        return new ImageView(
                image.image(),
                kernel.name().equals(kernel.version()) ? kernel.name() : kernel.name() + " " + kernel.version(),
                kernel.hypercalls(),
                image.memory().size(),
                image.memory().zeroShare(),
                image.disk().size(),
                image.layers().stream()
                        .map(layer -> new Layer(layer.name(), layer.size()))
                        .toList(),
                new Sources(
                        kernel.source(), image.memory().source(), image.disk().source()));
    }
}
