package io.godwit.experiment;

import io.godwit.drill.file.HostFolder;
import io.godwit.host.HostSpec;
import io.godwit.time.Seed;
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
}
