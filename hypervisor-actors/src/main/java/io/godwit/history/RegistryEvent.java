package io.godwit.history;

/// What the registry did, written by its replicas and its clients: enough to check that it is linearizable.
public sealed interface RegistryEvent extends Event {

    /// A client sent a command or a linearizable query.
    record Invoked(String command, String what) implements RegistryEvent {}

    /// The client has its answer.
    record Returned(String command, String answer) implements RegistryEvent {}

    /// A replica applied a log entry. Each replica writes one; equal indexes must carry equal commands and answers.
    record Applied(long index, long term, String command, String what, String answer) implements RegistryEvent {}
}
