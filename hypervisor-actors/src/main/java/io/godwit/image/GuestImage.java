package io.godwit.image;

import io.godwit.settings.SettingsFile;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.util.List;

/// What a VM made from it starts with, as a file under `config/images` says: the kernel, how far memory is filled once
/// it has booted, and what its disk takes. Each part names the source of its values; one that begins with `unverified`
/// was not read by us.
///
/// @param image its name, and the file's; also the seed of the contents of its memory: see [ImageSpec]
/// @param layers of a container's image, from the lowest; together they are its disk. Empty for a machine's image
public record GuestImage(String image, Kernel kernel, Memory memory, Disk disk, List<Layer> layers) {

    public static final SettingsFile<GuestImage> FILES = SettingsFile.of(GuestImage.class, "image");

    /// The image of a machine that starts with nothing in its memory and on its disk. Every node knows it, and it has
    /// no file: whatever kernel is wanted, it has it.
    public static final String BLANK = "blank";

    /// A kernel's version that stands for every one.
    public static final String ANY = "any";

    /// The size of a guest's page, which an image is made of: the smallest mapping of x86-64.
    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    private static final String INVENTED = "unverified: a machine of no make";

    /// @param hypercalls whether it asks its hypervisor in place of trapping: what kind `para` needs
    public record Kernel(String name, String version, boolean hypercalls, String source) {}

    /// @param size how far memory is filled after the start
    /// @param zeroShare of its pages that hold zeroes all the same
    public record Memory(MemorySize size, Share zeroShare, String source) {}

    public record Disk(MemorySize size, String source) {}

    public record Layer(String name, MemorySize size, String source) {}

    public GuestImage {
        layers = List.copyOf(layers);
        memory.size().pages(PAGE); // refuses what is no number of pages
        long inLayers = layers.stream().mapToLong(layer -> layer.size().bytes()).sum();
        if (!layers.isEmpty() && inLayers != disk.size().bytes()) {
            throw new IllegalQuantity("the layers of " + image + " are " + new MemorySize(inLayers)
                    + " together, and its disk is " + disk.size() + ": make them equal");
        }
    }

    public static GuestImage blank() {
        return new GuestImage(
                BLANK,
                new Kernel(ANY, ANY, true, INVENTED),
                new Memory(MemorySize.ZERO, Share.NONE, INVENTED),
                new Disk(MemorySize.ZERO, INVENTED),
                List.of());
    }

    /// What a guest finds in its pages.
    public ImageSpec contents() {
        return new ImageSpec(
                image, memory.size().pages(PAGE), memory.zeroShare().ratio());
    }

    /// Whether it is made of layers, to be run on its host's kernel.
    public boolean isOfContainers() {
        return !layers.isEmpty();
    }
}
