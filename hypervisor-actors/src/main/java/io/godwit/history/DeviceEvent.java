package io.godwit.history;

import io.godwit.device.Portion;
import java.util.List;

/// What a disk or network card gave, written by whoever shares it out.
public sealed interface DeviceEvent extends Event {

    /// Somebody wants more of the device than it gets, and this is what each one has from here on. Written when it is
    /// news, at most once a second.
    ///
    /// @param device such as `array-a`, `disk of h1` or `card of h1, out`
    record Shared(String device, List<Portion> portions) implements DeviceEvent {

        public Shared {
            portions = List.copyOf(portions);
        }
    }
}
