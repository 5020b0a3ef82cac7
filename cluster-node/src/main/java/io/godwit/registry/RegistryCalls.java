package io.godwit.registry;

import org.apache.pekko.actor.typed.ActorRef;

/// How the actors of a node call the registry, through the node's registry client.
///
/// The client repeats a call, with the same [CommandId], until the registry has answered, however long that takes; it
/// never invents an answer. A caller that lost interest ignores the reply.
public final class RegistryCalls {

    private RegistryCalls() {}

    public sealed interface Call {

        /// Chosen by the caller to tell its replies apart.
        long token();

        ActorRef<Reply> replyTo();
    }

    public record Submit(RegistryCommand command, long token, ActorRef<Reply> replyTo) implements Call {}

    /// A linearizable question.
    public record Ask(RegistryQuery query, long token, ActorRef<Reply> replyTo) implements Call {}

    public sealed interface Reply {

        long token();
    }

    public record Answered(long token, RegistryAnswer answer) implements Reply {}

    public record Seen(long token, RegistryView view) implements Reply {}
}
