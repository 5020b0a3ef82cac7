package io.godwit.door;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.migration.precopy.Channels;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;

/// Reads what a form says of a migration's help.
final class HelpForm {

    private HelpForm() {}

    static HelpWish read(Form form) {
        return new HelpWish(
                form.words("help", Aid.class),
                form.quantity("dirtyLimit", Bandwidth::parse),
                form.quantity("deltaCache", MemorySize::parse),
                form.quantity("deltaSize", MemorySize::parse),
                form.whole("channels", 1, Channels.MOST),
                form.quantity("channelBandwidth", Bandwidth::parse));
    }
}
