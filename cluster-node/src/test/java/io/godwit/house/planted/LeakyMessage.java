package io.godwit.house.planted;

import io.godwit.link.WireMessage;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// Messages between hosts that carry references, one of them well hidden.
public sealed interface LeakyMessage extends WireMessage {

    record Plain(ActorRef<String> replyTo) implements LeakyMessage {}

    record Hidden(List<Optional<Cargo>> cargo) implements LeakyMessage {}

    record Clean(long epoch) implements LeakyMessage {}

    sealed interface Cargo permits Stowaway {}

    record Stowaway(ActorRef<String> replyTo) implements Cargo {}
}
