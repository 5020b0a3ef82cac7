package io.godwit.experiment;

import io.godwit.drill.file.HostFolder;
import io.godwit.host.HostSpec;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.virtualization.GuestPreset;
import io.godwit.virtualization.Profile;
import java.nio.file.Path;

/// One run of an experiment: its parameters' values, the seed of all its chance, and the folder of what Godwit knows
/// about hosts and hypervisors. The same trial gives the same result, to the last byte.
///
/// @param config the folder `config` of the installation
public record Trial(Settings settings, long seed, Path config) {

    public <T> T get(Parameter<T> parameter) {
        return settings.get(parameter);
    }

    public Seed seedOf(String name) {
        return Seed.of(seed).child(name);
    }

    /// A kind of host, as its file under `config/hosts` says.
    ///
    /// @throws IllegalSetting if there is none of this name
    public HostSpec host(String name) {
        var hosts = HostFolder.read(config.resolve("hosts"));
        return hosts.spec(name)
                .orElseThrow(() -> new IllegalSetting(
                        "there is no kind of host '" + name + "': write one of " + String.join(", ", hosts.names())));
    }

    /// A hypervisor, as its file under `config/hypervisors` says.
    ///
    /// @throws IllegalSetting if there is none of this name
    public Profile profile(String name) {
        return named(Profile.FILES, "hypervisors", name);
    }

    /// What a guest does that its hypervisor may have to know of, as its file under `config/guests` says.
    ///
    /// @throws IllegalSetting if there is none of this name
    public GuestPreset guest(String name) {
        return named(GuestPreset.FILES, "guests", name);
    }

    private <T> T named(SettingsFile<T> files, String folder, String name) {
        return switch (files.named(config.resolve(folder), name)) {
            case SettingsFile.Read<T>(var settings) -> settings;
            case SettingsFile.Unusable<T>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }
}
