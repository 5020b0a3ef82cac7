package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.memory.MappingSize;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.Platform;
import io.godwit.vm.VmSpec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MemoryFormsTest {

    private static VmSpec vm(String keys) {
        String body = "{\"name\": \"web\", \"memory\": \"1GiB\"" + keys + "}";
        Form form = Form.read(body.getBytes(StandardCharsets.UTF_8));
        VmForm vms = VmForm.read(form, new TreeMap<>());
        form.close();
        return vms.specs(new TreeSet<>()).getFirst();
    }

    private static MemorySpec writes(String keys) {
        return vm(", \"workload\": {\"dirty\": \"4MiB/s\", \"workingSet\": \"512MiB\"" + keys + "}")
                .workload()
                .memory()
                .orElseThrow();
    }

    @Test
    void readsTheStandingForMemory() {
        assertThat(vm(", \"memoryPolicy\": {\"shares\": 2000, \"reservation\": \"256MiB\", \"limit\": \"768MiB\","
                                + " \"minimum\": \"128MiB\"}")
                        .platform()
                        .memory())
                .isEqualTo(new MemoryPolicy(
                        2_000,
                        MemorySize.ofMebibytes(256),
                        Optional.of(MemorySize.ofMebibytes(768)),
                        Optional.of(MemorySize.ofMebibytes(128)),
                        Optional.empty()));
        assertThat(vm(", \"mapping\": \"1GiB\"").platform().memory().mapping()).contains(MappingSize.HUGE);
        assertThat(vm("").platform()).isSameAs(Platform.byDefault());
    }

    @Test
    void readsWhatGuestsLeaveInTheirPagesAndKeepOfFiles() {
        MemorySpec spec = writes(", \"zero\": \"10%\", \"common\": \"30%\", \"files\": \"64MiB\", \"reads\":"
                + " \"500/s\", \"fileSet\": \"releases\"");
        assertThat(spec.contents()).isEqualTo(new WriteContents(100, 300));
        assertThat(spec.cache())
                .contains(new FileCache(MemorySize.ofMebibytes(64), EventRate.perSecond(500), "releases"));
        assertThat(writes(", \"files\": \"64MiB\", \"reads\": \"500/s\"")
                        .cache()
                        .orElseThrow()
                        .files())
                .isEqualTo("web");
    }

    @Test
    void refusesWhatCanNotBeWithTheMissingAmount() {
        assertThatThrownBy(() -> vm(", \"memoryPolicy\": {\"reservation\": \"3GiB\"}"))
                .hasMessage("'memoryPolicy': a reservation of 3GiB is 2GiB more than the memory of 1GiB: write at most"
                        + " that");
        assertThatThrownBy(() -> vm(", \"memoryPolicy\": {\"minimum\": \"2GiB\"}"))
                .hasMessageContaining("a minimum of 2GiB is 1GiB more than the memory of 1GiB");
        assertThatThrownBy(() -> vm(", \"memoryPolicy\": {\"limit\": \"1B\"}"))
                .hasMessage("'memoryPolicy': a limit of 1B leaves it no page of memory: raise it or remove it");
        assertThatThrownBy(() -> vm(", \"memoryPolicy\": {\"reservation\": \"1GiB\", \"limit\": \"1023MiB\"}"))
                .hasMessageContaining("is 1MiB less than the reservation of 1GiB");
        assertThatThrownBy(() -> vm(", \"memoryPolicy\": {\"shares\": 0}"))
                .hasMessage("'memoryPolicy.shares' is 0: write a whole number from 1 to 10000");
        assertThatThrownBy(() -> vm(", \"memoryPolicy\": {\"weight\": 1}"))
                .hasMessageContaining("unknown key 'memoryPolicy.weight'");
        assertThatThrownBy(() -> vm(", \"kind\": \"container\", \"memoryPolicy\": {\"limit\": \"1MiB\"}"))
                .hasMessageContaining("is 'memoryMax' for a container");
        assertThatThrownBy(() -> vm(", \"mapping\": \"3MiB\""))
                .hasMessage("'mapping': '3MiB' is no mapping: write one of 4KiB, 2MiB, 1GiB");
        assertThatThrownBy(() -> vm(", \"kind\": \"para\", \"mapping\": \"2MiB\""))
                .hasMessageStartingWith("'mapping': a mapping of 2MiB is for kind full");
        assertThatThrownBy(() -> writes(", \"files\": \"1GiB\", \"reads\": \"1/s\""))
                .hasMessageContaining("are 512MiB more than the memory of 1GiB");
        assertThatThrownBy(() -> writes(", \"files\": \"64MiB\"")).hasMessageContaining("'workload.reads' is missing");
        assertThatThrownBy(() -> writes(", \"zero\": \"70%\", \"common\": \"31%\""))
                .hasMessageContaining("more than all pages");
        assertThatThrownBy(() -> vm(", \"workload\": {\"zero\": \"10%\"}"))
                .hasMessageContaining("'workload.dirty' is missing");
    }
}
