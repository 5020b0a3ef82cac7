package io.godwit.virtualization;

import io.godwit.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The profiles that are shipped.
final class Profiles {

    static final Path FOLDER = Path.of(System.getProperty("godwit.home", "..")).resolve("config/hypervisors");
    static final Path GUESTS = Path.of(System.getProperty("godwit.home", "..")).resolve("config/guests");

    private Profiles() {}

    static Profile shipped(String name) {
        return ((SettingsFile.Read<Profile>) Profile.FILES.named(FOLDER, name)).settings();
    }

    static GuestPreset guest(String name) {
        return ((SettingsFile.Read<GuestPreset>) GuestPreset.FILES.named(GUESTS, name)).settings();
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        }
    }
}
