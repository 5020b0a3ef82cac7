package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.unit.Bandwidth;
import io.godwit.vm.DeviceModel;
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
                .isEqualTo(
                        new NetworkDevice(DeviceModel.VIRTIO, Optional.of(10), Optional.of(Bandwidth.parse("1Gbit"))));
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
                .hasMessageContaining("write one of virtio, passthrough");
    }

    private static Platform read(String json) {
        return DeviceForms.read(Form.read(json.getBytes(StandardCharsets.UTF_8)))
                .onto(Platform.byDefault());
    }
}
