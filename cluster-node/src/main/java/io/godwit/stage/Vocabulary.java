package io.godwit.stage;

import io.godwit.array.ArrayWire;
import io.godwit.chronicle.FeedWire;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import io.godwit.migration.MigrationWire;
import io.godwit.network.NetworkWire;
import io.godwit.node.HoldWire;
import io.godwit.node.PowerWire;
import io.godwit.node.artery.GreetingWire;
import io.godwit.node.artery.ShapeWire;
import io.godwit.permit.PermitWire;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.GuestWire;
import io.godwit.recovery.HostWire;
import io.godwit.recovery.InsightWire;
import io.godwit.recovery.ProgressWire;
import io.godwit.recovery.UseWire;
import io.godwit.registry.RegistryWire;
import java.util.List;

/// All that nodes can say to each other.
public final class Vocabulary {

    private Vocabulary() {}

    /// Every family of messages that crosses a link.
    public static List<Class<? extends WireMessage>> families() {
        return List.of(
                ArrayWire.class,
                ControlWire.class,
                FeedWire.class,
                GreetingWire.class,
                HoldWire.class,
                GuestWire.class,
                HostWire.class,
                InsightWire.class,
                MigrationWire.class,
                NetworkWire.class,
                PermitWire.class,
                PowerWire.class,
                ProgressWire.class,
                RegistryWire.class,
                ShapeWire.class,
                UseWire.class);
    }

    public static WireCodec codec() {
        return new WireCodec(families());
    }
}
