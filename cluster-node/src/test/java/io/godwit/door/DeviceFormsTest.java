package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import io.godwit.identity.VmId;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.NetworkDevice;
import io.godwit.vm.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceFormsTest {

    @Test
    void readsACardWithItsVirtualLanAndLimit() {
        Platform platform = read("{\"networkDevice\": {\"vlan\": 10, \"bandwidth\": \"1Gbit\"}}");
        assertThat(platform.network())
                .isEqualTo(new NetworkDevice(
                        DeviceModel.VIRTIO, Optional.of(10), Optional.of(Bandwidth.parse("1Gbit")), 256));
        assertThat(platform.passthrough()).isEmpty();
    }

    @Test
    void namesWhatIsTheHostsOwn() {
        assertThat(read("{\"diskDevice\": {\"model\": \"passthrough\"}}").passthrough())
                .contains("disk");
        assertThat(read("{}")).isSameAs(Platform.byDefault());
    }

    @Test
    void refusesWhatItDoesNotKnowInASentence() {
        assertThatThrownBy(() -> read("{\"networkDevice\": {\"vlan\": 4095}}"))
                .hasMessage("'networkDevice.vlan' is 4095: write a whole number from 1 to 4094");
        assertThatThrownBy(() -> read("{\"networkDevice\": {\"bandwidth\": \"0Gbit\"}}"))
                .hasMessageContaining("raise it or remove it");
        assertThatThrownBy(() -> read("{\"diskDevice\": {\"model\": \"ide\"}}"))
                .hasMessageContaining("write one of emulated, virtio, passthrough");
    }

    @Test
    void readsADisksLimitsAndWeight() {
        assertThat(read("{\"diskDevice\": {\"model\": \"emulated\", \"operations\": \"500/s\", \"weight\": 512}}")
                        .disk())
                .isEqualTo(new DiskDevice(
                        DeviceModel.EMULATED, Optional.of(EventRate.perSecond(500)), Optional.empty(), 512));
        assertThatThrownBy(() -> read("{\"diskDevice\": {\"operations\": \"0/s\"}}"))
                .hasMessage("'diskDevice.operations': a rate of zero does nothing: raise it or remove it");
        assertThatThrownBy(() -> read("{\"diskDevice\": {\"weight\": 0}}"))
                .hasMessage("'diskDevice.weight' is 0: write a whole number from 1 to 10000");
    }

    @Test
    void readsWhatAGuestAsksOfItsDisk() {
        assertThat(load("{\"rate\": \"2000/s\", \"read\": \"70%\", \"size\": \"64KiB\", \"order\": \"sequential\","
                        + " \"depth\": 8, \"waits\": \"false\"}"))
                .isEqualTo(BlockLoad.writing(EventRate.perSecond(2000))
                        .reading(700)
                        .of(MemorySize.ofKibibytes(64))
                        .inOrder()
                        .deep(8)
                        .waiting(false));
        assertThatThrownBy(() -> load("{}")).hasMessage("'io.rate' is missing: write \"rate\": \"2000/s\"");
        assertThatThrownBy(() -> load("{\"rate\": \"2000/s\", \"size\": \"1B\"}"))
                .hasMessage("'workload.io': operations of 1B: write a size from 512B to 16MiB");
        assertThatThrownBy(() -> load("{\"rate\": \"2000/s\", \"speed\": \"1\"}"))
                .hasMessageStartingWith("unknown key 'io.speed': write one of depth, order, rate");
    }

    @Test
    void readsWhatAGuestSends() {
        assertThat(packets("{\"rate\": \"5000/s\", \"size\": \"9000B\", \"to\": \"db-1\", \"received\": \"10/s\"}"))
                .isEqualTo(PacketLoad.sending(EventRate.perSecond(5000))
                        .receiving(EventRate.perSecond(10))
                        .of(MemorySize.parse("9000B"))
                        .to(Optional.of(new VmId("db-1"))));
        assertThat(packets("{\"rate\": \"5000/s\", \"to\": \"outside\", \"waits\": \"false\"}"))
                .isEqualTo(PacketLoad.sending(EventRate.perSecond(5000)).waiting(false));
        assertThatThrownBy(() -> packets("{}"))
                .hasMessage("'workload.packets' has no frames: write \"rate\": \"10000/s\", or \"received\"");
        assertThatThrownBy(() -> packets("{\"rate\": \"5000/s\", \"size\": \"1MiB\"}"))
                .hasMessage("'workload.packets': frames of 1MiB: write a size from 64B to 64KiB");
    }

    private static PacketLoad packets(String packets) {
        return LoadForm.read(Form.read(("{\"packets\": " + packets + "}").getBytes(StandardCharsets.UTF_8)))
                .packets()
                .orElseThrow();
    }

    private static BlockLoad load(String io) {
        return LoadForm.read(Form.read(("{\"io\": " + io + "}").getBytes(StandardCharsets.UTF_8)))
                .block()
                .orElseThrow();
    }

    private static Platform read(String json) {
        return DeviceForms.read(Form.read(json.getBytes(StandardCharsets.UTF_8)))
                .onto(Platform.byDefault());
    }
}
