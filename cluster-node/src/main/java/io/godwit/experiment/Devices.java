package io.godwit.experiment;

import io.godwit.device.DevicePath;
import io.godwit.settings.SettingsFile;
import java.nio.file.Path;

/// Devices of guests, as files under `config/devices` say.
public final class Devices {

    private Devices() {}

    /// @param config the folder `config` of the installation
    /// @throws IllegalSetting if there is none of this name, or its file can't be used
    public static DevicePath named(Path config, String name) {
        return switch (DevicePath.FILES.named(config.resolve("devices"), name)) {
            case SettingsFile.Read<DevicePath>(var device) -> device;
            case SettingsFile.Unusable<DevicePath>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }
}
