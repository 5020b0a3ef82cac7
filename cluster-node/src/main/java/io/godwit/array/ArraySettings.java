package io.godwit.array;

import io.godwit.device.DiskSpec;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;

/// What a storage array can do, as a file under `config/arrays` says.
///
/// @param array name of the make
/// @param disk what all its disks together can do
/// @param log how large its log grows before it is written anew, with one frame a VM; a start reads so much
public record ArraySettings(String array, DiskSpec disk, MemorySize log) {

    public static final SettingsFile<ArraySettings> FILES = SettingsFile.of(ArraySettings.class, "array");

    public ArraySettings {
        if (log.bytes() == 0) {
            throw new IllegalQuantity("a log of nothing would be written anew all the time: write 16MiB or so");
        }
    }
}
