package io.godwit.cli;

import io.godwit.array.ArraySettings;
import io.godwit.drill.file.HostFolder;
import io.godwit.guest.Activity;
import io.godwit.host.HostMakes;
import io.godwit.image.GuestImage;
import io.godwit.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The hardware that this installation knows.
final class Makes {

    private static final String SUFFIX = ".yaml";

    private Makes() {}

    /// All that hosts may be made of.
    static HostMakes hosts() {
        return HostFolder.read(Installation.hosts()).makes();
    }

    /// What guests do, by name.
    static SortedMap<String, Activity> activities() {
        return HostFolder.read(Installation.hosts()).activities();
    }

    /// Each kind of array, by name.
    ///
    /// @throws InvalidSettings if one of the files can't be used
    static SortedMap<String, ArraySettings> arrays() {
        SortedMap<String, ArraySettings> arrays = new TreeMap<>();
        for (String name : names(Installation.arrays())) {
            arrays.put(name, array(name));
        }
        return arrays;
    }

    /// What VMs may be made from, in the order of their names.
    ///
    /// @throws InvalidSettings if one of the files can't be used
    static List<GuestImage> images() {
        List<GuestImage> images = new ArrayList<>();
        for (String name : names(Installation.images())) {
            images.add(image(name));
        }
        return images;
    }

    private static GuestImage image(String name) {
        return switch (GuestImage.FILES.named(Installation.images(), name)) {
            case SettingsFile.Read<GuestImage>(var image) when image.image().equals(name) -> image;
            case SettingsFile.Read<GuestImage>(var image) ->
                throw new InvalidSettings("the image in " + Installation.images() + "/" + name + SUFFIX + " is named "
                        + image.image() + ": call it as its file");
            case SettingsFile.Unusable<GuestImage>(var sentence) -> throw new InvalidSettings(sentence);
        };
    }

    /// One kind of array.
    ///
    /// @throws InvalidSettings if its file can't be used
    static ArraySettings array(String name) {
        return switch (ArraySettings.FILES.named(Installation.arrays(), name)) {
            case SettingsFile.Read<ArraySettings> read -> read.settings();
            case SettingsFile.Unusable<ArraySettings> unusable -> throw new InvalidSettings(unusable.sentence());
        };
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new InvalidSettings(folder + " can't be read: start in Godwit's own folder");
        }
    }
}
