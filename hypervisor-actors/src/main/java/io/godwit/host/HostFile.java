package io.godwit.host;

import io.godwit.settings.SettingsFile;
import io.godwit.virtualization.CpuFeature;
import java.nio.file.Path;

/// Reads a [HostSpec] from its file under `config/hosts`.
public final class HostFile {

    private static final SettingsFile<HostSpec> FILES =
            SettingsFile.of(HostSpec.class, "host").since("processors.features", CpuFeature.all());

    private HostFile() {}

    /// What became of reading a file.
    public sealed interface Outcome {}

    public record Read(HostSpec spec) implements Outcome {}

    /// @param sentence names file, line and remedy, without a full stop
    public record Unusable(String sentence) implements Outcome {}

    /// Reads the file of the named make, `NAME.yaml` in the folder.
    public static Outcome named(Path folder, String name) {
        return outcome(FILES.named(folder, name));
    }

    public static Outcome read(Path file) {
        return outcome(FILES.read(file));
    }

    private static Outcome outcome(SettingsFile.Outcome<HostSpec> outcome) {
        return switch (outcome) {
            case SettingsFile.Read<HostSpec>(var spec) -> new Read(spec);
            case SettingsFile.Unusable<HostSpec>(var sentence) -> new Unusable(sentence);
        };
    }
}
