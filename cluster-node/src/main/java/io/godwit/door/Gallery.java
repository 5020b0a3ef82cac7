package io.godwit.door;

import io.godwit.host.Images;
import io.godwit.image.GuestImage;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;

/// What VMs may be made from, as far as a door can tell.
final class Gallery {

    private final Images images;

    Gallery(Images images) {
        this.images = images;
    }

    List<ImageView> views() {
        return images.all().stream().map(ImageView::of).toList();
    }

    Optional<ImageView> view(String name) {
        return images.guest(name).map(ImageView::of);
    }

    /// Why what comes with the fleet stands against it; empty: it doesn't.
    Optional<String> refusal(Wish wish) {
        return switch (wish) {
            case Wish.SaveImage(var image, var _, var _)
            when view(image).isPresent() ->
                Optional.of(image + " is the name of an image that comes with the fleet: choose another name");
            case Wish.RemoveImage(var image)
            when view(image).isPresent() -> Optional.of(image + " came with the fleet, and stays as long as it");
            default -> Optional.empty();
        };
    }

    /// Why no VM of this memory can be made from the image; empty: it can.
    Optional<String> objection(String image, MemorySize memory) {
        Optional<GuestImage> known = images.guest(image);
        if (known.isEmpty()) {
            return Optional.of("there is no image '" + image + "': `godwit images` lists them");
        }
        MemorySize fills = known.get().memory().size();
        return fills.compareTo(memory) > 0
                ? Optional.of("image " + image + " fills " + fills + ", and the VM has " + memory
                        + " of memory: give it " + fills.minus(memory) + " more")
                : Optional.empty();
    }
}
