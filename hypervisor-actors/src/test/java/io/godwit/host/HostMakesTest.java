package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.settings.SettingsFile;
import io.godwit.virtualization.Profile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a host's cores are shared by, of what is shipped.
class HostMakesTest {

    private static final Path CONFIG = Path.of("..", "config");

    private final HostMakes makes = shipped("xen", "kvm", "lxc", "docker", "esxi");

    @Test
    void nativeIsTheSchedulerOfTheHypervisor() {
        assertThat(scheduler("lab+native", "xen")).isEqualTo("credit");
        for (String ofLinux : new String[] {"kvm", "lxc", "docker"}) {
            assertThat(scheduler("lab+native", ofLinux)).isEqualTo("eevdf");
        }
    }

    @Test
    void nobodyHasItWhoDidNotAskForIt() {
        assertThat(scheduler("lab", "xen")).isEqualTo("fair-share");
        assertThat(scheduler("lab+eevdf", "xen")).isEqualTo("eevdf");
    }

    @Test
    void refusesNativeWhereThatIsNotModelledAndUnknownOnes() {
        assertThat(makes.objection("lab+native", "esxi"))
                .hasValue("the scheduler of esxi is not modelled: write one of fair-share, credit, eevdf");
        assertThat(makes.objection("lab+bvt", "xen"))
                .hasValue("there is no scheduler 'bvt': write one of fair-share, credit, eevdf, native");
    }

    private String scheduler(String make, String hypervisor) {
        assertThat(makes.objection(make, hypervisor)).isEmpty();
        return makes.of(make, hypervisor).scheduling().word();
    }

    private static HostMakes shipped(String... hypervisors) {
        SortedMap<String, HostSpec> machines = new TreeMap<>();
        machines.put("lab", ((HostFile.Read) HostFile.named(CONFIG.resolve("hosts"), "lab")).spec());
        SortedMap<String, Profile> profiles = new TreeMap<>();
        for (String name : hypervisors) {
            var profile = (SettingsFile.Read<Profile>) Profile.FILES.named(CONFIG.resolve("hypervisors"), name);
            profiles.put(name, profile.settings());
        }
        var schedulers = (QuantumSchedulers.Read) QuantumSchedulers.read(CONFIG);
        return new HostMakes(
                machines, profiles, Optional.empty(), Optional.of(schedulers.schedulers()), DeviceFiles.none());
    }
}
