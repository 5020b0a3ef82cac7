package io.godwit.virtualization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.godwit.settings.SettingsFile.Unusable;
import io.godwit.vm.Mechanism;
import io.godwit.vm.VmKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesTest {

    @TempDir
    private Path folder;

    static List<String> shippedNames() throws IOException {
        return Profiles.names(Profiles.FOLDER);
    }

    static List<String> guestNames() throws IOException {
        return Profiles.names(Profiles.GUESTS);
    }

    @ParameterizedTest
    @MethodSource("shippedNames")
    void isReadAndCalledAsItsFile(String name) {
        Profile profile = Profiles.shipped(name);
        assertThat(profile.hypervisor()).isEqualTo(name);
        assertThat(profile.era()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("shippedNames")
    void namesASourceForEveryValue(String name) {
        Profile profile = Profiles.shipped(name);
        assertThat(profile.os().source()).isNotBlank();
        assertThat(profile.scheduler().source()).isNotBlank();
        assertThat(profile.memory().source()).isNotBlank();
        assertThat(profile.limits().source()).isNotBlank();
        assertThat(profile.times().values()).allMatch(step -> step.values().stream()
                .noneMatch(taken -> taken.source().isBlank()));
        assertThat(profile.steps().values()).allMatch(step -> !step.source().isBlank());
    }

    /// A value that stands in a file stands in a map with a source, but for what names the product.
    @Test
    void familiesHaveASourceBesideEachValueToo() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        int looked = 0;
        for (String name : Profiles.names(Profiles.FOLDER.resolve("families"))) {
            JsonNode file = yaml.readTree(
                    Profiles.FOLDER.resolve("families").resolve(name + ".yaml").toFile());
            for (String part : List.of("os", "scheduler", "memory", "limits")) {
                looked += sourced(file.path(part));
            }
            for (JsonNode step : file.path("times")) {
                for (JsonNode taken : step) {
                    looked += sourced(taken);
                }
            }
            for (JsonNode step : file.path("steps")) {
                looked += sourced(step);
            }
        }
        assertThat(looked).isGreaterThan(20);
    }

    private static int sourced(JsonNode map) {
        if (map.isMissingNode()) {
            return 0;
        }
        assertThat(map.path("source").asText()).as(map.toString()).isNotBlank();
        return 1;
    }

    @Test
    void hasAllTheProductsThatWePromise() throws IOException {
        assertThat(shippedNames())
                .contains(
                        "esxi",
                        "hyper-v",
                        "xen",
                        "kvm",
                        "vmware-workstation",
                        "virtualbox",
                        "parallels",
                        "docker",
                        "lxc",
                        Profile.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("guestNames")
    void presetsOfActivityHaveSources(String name) {
        GuestPreset preset = Profiles.guest(name);
        assertThat(preset.guest()).isEqualTo(name);
        assertThat(preset.rates().values()).allMatch(rate -> !rate.source().isBlank());
        assertThat(preset.activity()).isNotNull();
    }

    @Test
    void inheritsWhatItDoesNotSay() {
        Profile esxi = Profiles.shipped("esxi");
        assertThat(esxi.mechanisms()).containsKeys(Mechanism.NESTED_PAGING, Mechanism.SHADOW_PAGING);
        assertThat(esxi.limits().vcpus()).isEqualTo(768);
        assertThat(esxi.steps().get("exit").cost()).hasToString("1360cycles");
        assertThat(Profiles.shipped("docker").time(LifeStep.BOOT, VmKind.CONTAINER))
                .isEqualTo(Duration.ofMillis(568));
    }

    @Test
    void overridesAStepWholeWithItsSource() {
        assertThat(Profiles.shipped("xen").steps().get("hypercall").source())
                .contains("Xen")
                .isNotEqualTo(Profiles.shipped("kvm").steps().get("hypercall").source());
    }

    @Test
    void namesTheFileOfTheFamilyWhereItIsWrong() throws IOException {
        write(
                "families/base.yaml",
                Files.readString(Profiles.FOLDER.resolve("families/hardware-assisted.yaml"))
                        .replace("1360cycles", "1360"));
        write("mine.yaml", "inherits: base\nhypervisor: mine\nproduct: mine\ntype: type-1\n");
        assertThat(refusal("mine")).contains("families/base.yaml:", "steps.exit.cost", "1360", "cycles");
    }

    @Test
    void namesItsOwnFileAndLineWhereThatIsWrong() throws IOException {
        write("families/base.yaml", Files.readString(Profiles.FOLDER.resolve("families/hardware-assisted.yaml")));
        write("mine.yaml", "inherits: base\nhypervisor: mine\nproduct: mine\ntype: type-3\n");
        assertThat(refusal("mine")).contains("mine.yaml:4", "type-3", "write one of type-1, type-2, engine");
    }

    @Test
    void refusesAStepThatIsNotThereAndAFamilyThatIsNotThere() throws IOException {
        write("families/base.yaml", Files.readString(Profiles.FOLDER.resolve("families/hardware-assisted.yaml")));
        String head = "inherits: base\nhypervisor: mine\nproduct: mine\ntype: type-1\n";
        write("mine.yaml", head + "mechanisms: {nested-paging: {timer: [eject]}}\n");
        assertThat(refusal("mine")).contains("there is no step 'eject'", "write one of device, exit");
        write("yours.yaml", head.replace("base", "nobody"));
        assertThat(refusal("yours")).contains("yours.yaml", "no family 'nobody'");
        write("theirs.yaml", head + "mechanisms: {ring-one: {}}\n");
        assertThat(refusal("theirs")).contains("theirs.yaml:5", "'ring-one' is unknown", "nested-paging");
    }

    @Test
    void refusesFamiliesThatInheritInACircle() throws IOException {
        write("families/a.yaml", "inherits: b\n");
        write("families/b.yaml", "inherits: a\n");
        write("mine.yaml", "inherits: a\nhypervisor: mine\n");
        assertThat(refusal("mine")).contains("inherit from each other");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String refusal(String name) {
        var outcome = Profile.FILES.named(folder, name);
        assertThat(outcome).isInstanceOf(Unusable.class);
        return ((Unusable<Profile>) outcome).sentence();
    }
}
