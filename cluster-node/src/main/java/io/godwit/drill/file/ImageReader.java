package io.godwit.drill.file;

import io.godwit.image.GuestImage;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what a group's VMs are made from: one of the images that every node knows.
final class ImageReader {

    private final SortedMap<String, GuestImage> images = new TreeMap<>();

    ImageReader(List<GuestImage> known) {
        images.put(GuestImage.BLANK, GuestImage.blank());
        known.forEach(image -> images.put(image.image(), image));
    }

    /// @param memory of a VM, which the image must not fill beyond
    String read(Section group, MemorySize memory) {
        return group.get("image", item -> named(item, memory), GuestImage.BLANK);
    }

    private String named(Item item, MemorySize memory) {
        GuestImage image = images.get(item.text());
        if (image == null) {
            throw item.refused(
                    "there is no image '" + item.text() + "': " + Nearest.remedy(item.text(), images.keySet()));
        }
        MemorySize filled = image.memory().size();
        if (filled.compareTo(memory) > 0) {
            throw item.refused("'" + image.image() + "' fills " + filled + ", and the group's VMs have " + memory
                    + " of memory: give them " + filled.minus(memory) + " more");
        }
        return image.image();
    }
}
