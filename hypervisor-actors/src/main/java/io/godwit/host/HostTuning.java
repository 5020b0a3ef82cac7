package io.godwit.host;

import io.godwit.memory.MappingSize;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.Optional;

/// What all hosts of a run have in place of what their files say.
///
/// @param mapping of guests that don't say how they are to be mapped
public record HostTuning(Optional<MappingSize> mapping, Switch virtualSwitch) {

    public static final HostTuning NONE = new HostTuning(Optional.empty(), Switch.NONE);

    /// Of the virtual switch; see [io.godwit.network.SwitchSettings] for each value.
    public record Switch(
            Optional<Duration> ageing,
            Optional<Integer> addresses,
            Optional<EventRate> floodLimit,
            Optional<Integer> floodBurst,
            Optional<MemorySize> burst) {

        public static final Switch NONE =
                new Switch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /// Itself, if it would make a switch of the usual one.
        ///
        /// @throws io.godwit.unit.IllegalQuantity with a sentence, if not
        public Switch checked() {
            over(HostSpec.VirtualSwitch.usual());
            return this;
        }

        /// @throws io.godwit.unit.IllegalQuantity with a sentence, if together they are no switch
        public HostSpec.VirtualSwitch over(HostSpec.VirtualSwitch usual) {
            return equals(NONE)
                    ? usual
                    : new HostSpec.VirtualSwitch(
                            ageing.orElse(usual.ageing()),
                            addresses.orElse(usual.addresses()),
                            floodLimit.orElse(usual.floodLimit()),
                            floodBurst.orElse(usual.floodBurst()),
                            burst.orElse(usual.burst()),
                            "asked for in place of: " + usual.source());
        }
    }
}
