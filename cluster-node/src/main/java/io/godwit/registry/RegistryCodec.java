package io.godwit.registry;

import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import io.godwit.log.Bytes;
import java.util.List;

/// The form of log entries and snapshots in bytes: the link's own.
final class RegistryCodec {

    /// One for all: it learns the form of each type once, which costs more than a hundred messages.
    private static final WireCodec CODEC = new WireCodec(List.of(Logged.class, RegistryImage.class));

    Bytes encode(WireMessage message) {
        return Bytes.of(CODEC.encode(message));
    }

    Logged logged(Bytes bytes) {
        return (Logged) decode(bytes);
    }

    RegistryImage image(Bytes bytes) {
        return (RegistryImage) decode(bytes);
    }

    /// @throws IllegalStateException if it can't be read: all replicas run the same version
    private WireMessage decode(Bytes bytes) {
        return switch (CODEC.decode(bytes.shared())) {
            case WireCodec.Decoded(var message) -> message;
            case WireCodec.Malformed(var why) ->
                throw new IllegalStateException(
                        "a log entry can't be read: " + why + "; all voters must run one version");
        };
    }
}
